CREATE TABLE "areas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"level" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"pinyin_key" text NOT NULL,
	"geometry" jsonb NOT NULL,
	"west" double precision NOT NULL,
	"south" double precision NOT NULL,
	"east" double precision NOT NULL,
	"north" double precision NOT NULL,
	"area_m2" double precision NOT NULL,
	"is_boundary_assumed" boolean DEFAULT false NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "areas_level" CHECK ("areas"."level" in ('city', 'district', 'street', 'community')),
	CONSTRAINT "areas_root" CHECK ((level = 'city') = (parent_id is null)),
	CONSTRAINT "areas_code_shape" CHECK (code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'),
	CONSTRAINT "areas_dates" CHECK (valid_to is null or valid_to > valid_from),
	CONSTRAINT "areas_box" CHECK (west <= east and south <= north)
);
--> statement-breakpoint
CREATE TABLE "basemap_features" (
	"id" serial PRIMARY KEY NOT NULL,
	"layer" text NOT NULL,
	"kind" text NOT NULL,
	"detail" text,
	"name" text,
	"min_zoom" smallint NOT NULL,
	"geometry" jsonb NOT NULL,
	"west" double precision NOT NULL,
	"south" double precision NOT NULL,
	"east" double precision NOT NULL,
	"north" double precision NOT NULL,
	CONSTRAINT "basemap_layer" CHECK ("basemap_features"."layer" in ('water', 'landuse', 'buildings', 'roads', 'places')),
	CONSTRAINT "basemap_zoom" CHECK (min_zoom between 0 and 18)
);
--> statement-breakpoint
CREATE TABLE "data_versions" (
	"layer" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"changed_at" text NOT NULL,
	"note" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"count" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grids" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" serial NOT NULL,
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"community_id" uuid NOT NULL,
	"geometry" jsonb NOT NULL,
	"west" double precision NOT NULL,
	"south" double precision NOT NULL,
	"east" double precision NOT NULL,
	"north" double precision NOT NULL,
	"label_lng" double precision NOT NULL,
	"label_lat" double precision NOT NULL,
	"area_m2" double precision NOT NULL,
	"is_dedicated" boolean DEFAULT false NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "grids_key_unique" UNIQUE("key"),
	CONSTRAINT "grids_code" UNIQUE("kind","code"),
	CONSTRAINT "grids_kind" CHECK ("grids"."kind" in ('community_grid', 'unit_grid', 'responsibility_grid')),
	CONSTRAINT "grids_unit_code" CHECK (kind <> 'unit_grid' or code ~ '^[0-9A-Z]{15}$'),
	CONSTRAINT "grids_dates" CHECK (valid_to is null or valid_to > valid_from),
	CONSTRAINT "grids_area" CHECK (area_m2 > 0)
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"pinyin_key" text NOT NULL,
	"lng" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"community_id" uuid NOT NULL,
	"cell_id" uuid,
	"source" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "places_lng" CHECK (lng between -180 and 180 and lat between -90 and 90)
);
--> statement-breakpoint
CREATE TABLE "responsibility_grid_members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"responsibility_grid_id" uuid NOT NULL,
	"unit_grid_id" uuid NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "review_areas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"geometry" jsonb NOT NULL,
	"west" double precision NOT NULL,
	"south" double precision NOT NULL,
	"east" double precision NOT NULL,
	"north" double precision NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"version" integer NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"is_provisional" boolean NOT NULL,
	CONSTRAINT "calendar_days_version_day_pk" PRIMARY KEY("version","day"),
	CONSTRAINT "calendar_days_kind" CHECK (kind in ('working','holiday'))
);
--> statement-breakpoint
CREATE TABLE "calendars" (
	"version" integer PRIMARY KEY NOT NULL,
	"time_zone" text NOT NULL,
	"working_minutes" jsonb NOT NULL,
	"published_through" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outside_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"lng" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"place_words" text NOT NULL,
	"description" text NOT NULL,
	"metres_outside" double precision NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"handed_over_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "settings_key_valid_from_pk" PRIMARY KEY("key","valid_from")
);
--> statement-breakpoint
CREATE TABLE "ticket_serials" (
	"day" text PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "class_conditions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"class_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"closing" text NOT NULL,
	"closing_en" text NOT NULL,
	CONSTRAINT "class_conditions_position" UNIQUE("class_id","position"),
	CONSTRAINT "class_conditions_of_class" UNIQUE("class_id","id")
);
--> statement-breakpoint
CREATE TABLE "class_limits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"condition_id" uuid NOT NULL,
	"value" integer NOT NULL,
	"unit" text NOT NULL,
	"source" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "class_limits_from" UNIQUE("condition_id","valid_from"),
	CONSTRAINT "class_limits_value" CHECK (value > 0),
	CONSTRAINT "class_limits_unit" CHECK ("class_limits"."unit" in ('minute', 'emergency-hour', 'emergency-day', 'working-hour', 'working-day'))
);
--> statement-breakpoint
CREATE TABLE "classes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"standard" text NOT NULL,
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"legacy_code" text,
	"major_code" text NOT NULL,
	"major_name" text NOT NULL,
	"major_name_en" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"description" text NOT NULL,
	"description_en" text NOT NULL,
	"urgency" text NOT NULL,
	"responsible_kind" text NOT NULL,
	"first_resort" text NOT NULL,
	"legal_basis" jsonb NOT NULL,
	"public_group" text,
	"is_extension" boolean NOT NULL,
	"is_danger" boolean NOT NULL,
	"is_self_handleable" boolean NOT NULL,
	"is_public_reportable" boolean NOT NULL,
	"pinyin_key" text NOT NULL,
	CONSTRAINT "classes_key" UNIQUE("standard","kind","code"),
	CONSTRAINT "classes_kind" CHECK ("classes"."kind" in ('component', 'event')),
	CONSTRAINT "classes_urgency" CHECK ("classes"."urgency" in ('high', 'medium', 'low'))
);
--> statement-breakpoint
CREATE TABLE "responsibility_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"class_id" uuid,
	"major_code" text,
	"class_kind" text,
	"responsible_kind" text,
	"area_id" uuid,
	"place_id" uuid,
	"owner_unit_id" uuid,
	"unit_id" uuid NOT NULL,
	"section_id" uuid,
	"person_id" uuid,
	"ruled_in_ticket_id" uuid,
	"note" text DEFAULT '' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "rules_somewhere" CHECK (area_id is not null or place_id is not null or owner_unit_id is not null),
	CONSTRAINT "rules_dates" CHECK (valid_to is null or valid_to > valid_from)
);
--> statement-breakpoint
CREATE TABLE "desks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"area_id" uuid NOT NULL,
	"level" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"powers" text[] NOT NULL,
	"unit_id" uuid,
	CONSTRAINT "desks_area_id_unique" UNIQUE("area_id"),
	CONSTRAINT "desks_level" CHECK ("desks"."level" in ('city', 'district', 'street', 'community'))
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"unit_id" uuid NOT NULL,
	"section_id" uuid,
	"name" text NOT NULL,
	"pinyin_key" text NOT NULL,
	"job_title" text NOT NULL,
	"phone" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "persons_of_unit" UNIQUE("unit_id","id")
);
--> statement-breakpoint
CREATE TABLE "sections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"unit_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	CONSTRAINT "sections_code" UNIQUE("unit_id","code"),
	CONSTRAINT "sections_of_unit" UNIQUE("unit_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"session_version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"user_agent" text NOT NULL,
	"ip_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"pinyin_key" text NOT NULL,
	"area_id" uuid NOT NULL,
	"responsible_kinds" text[] NOT NULL,
	"phone" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "units_code_unique" UNIQUE("code"),
	CONSTRAINT "units_kind" CHECK ("units"."kind" in ('city_department', 'district_department', 'street', 'community', 'management_committee', 'utility', 'property', 'contractor'))
);
--> statement-breakpoint
CREATE TABLE "user_post_cells" (
	"user_post_id" uuid NOT NULL,
	"cell_id" uuid NOT NULL,
	CONSTRAINT "user_post_cells_user_post_id_cell_id_pk" PRIMARY KEY("user_post_id","cell_id")
);
--> statement-breakpoint
CREATE TABLE "user_posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"post" text NOT NULL,
	"area_id" uuid NOT NULL,
	"unit_id" uuid,
	"section_id" uuid,
	"person_id" uuid,
	"line_kind" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "user_posts_post" CHECK ("user_posts"."post" in ('call_taker', 'acceptor', 'shift_leader', 'dispatcher', 'grid_worker', 'grid_head', 'street_desk', 'supervisor', 'unit_liaison', 'section_head', 'handler', 'unit_manager', 'line_authority', 'inspector', 'evaluator', 'leader', 'editor', 'volunteer', 'system_admin', 'security_admin', 'audit_admin')),
	CONSTRAINT "user_posts_unit_named" CHECK (post not in ('unit_liaison','section_head','handler','unit_manager') or unit_id is not null),
	CONSTRAINT "user_posts_section_named" CHECK (post <> 'section_head' or section_id is not null),
	CONSTRAINT "user_posts_person_named" CHECK (post <> 'handler' or person_id is not null),
	CONSTRAINT "user_posts_line_named" CHECK ((post = 'line_authority') = (line_kind is not null))
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"pinyin_key" text NOT NULL,
	"password_hash" text NOT NULL,
	"is_password_initial" boolean DEFAULT true NOT NULL,
	"is_disabled" boolean DEFAULT false NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	CONSTRAINT "users_login_unique" UNIQUE("login"),
	CONSTRAINT "users_login_shape" CHECK (login ~ '^[a-z0-9._-]{3,32}$')
);
--> statement-breakpoint
CREATE TABLE "rate_hits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"bucket" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"who" text NOT NULL,
	"has_succeeded" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"role" text NOT NULL,
	"level" text NOT NULL,
	"unit_id" uuid NOT NULL,
	"section_id" uuid,
	"person_id" uuid,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"accept_due_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"handed_in_at" timestamp (3) with time zone,
	"handed_back_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone NOT NULL,
	"is_paused" boolean NOT NULL,
	"is_overdue" boolean NOT NULL,
	"clock" jsonb NOT NULL,
	CONSTRAINT "assignments_position" UNIQUE("ticket_id","position"),
	CONSTRAINT "assignments_state" CHECK ("assignments"."state" in ('assigned', 'handling', 'unit_review', 'handed_back', 'returned', 'recalled')),
	CONSTRAINT "assignments_handed_back" CHECK (state <> 'handed_back' or handed_back_at is not null),
	CONSTRAINT "assignments_due" CHECK (due_at > started_at)
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"thumb_sha256" text NOT NULL,
	"mime" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"ticket_id" uuid,
	"event_seq" integer,
	"batch" text,
	"uploaded_by_kind" text NOT NULL,
	"uploaded_by_user_id" uuid,
	"token_hash" text NOT NULL,
	"is_public" boolean DEFAULT false NOT NULL,
	"exif" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attachments_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "attachments_used" CHECK ((ticket_id is null) = (event_seq is null) and (ticket_id is null) = (batch is null)),
	CONSTRAINT "attachments_hash" CHECK (sha256 ~ '^[0-9a-f]{64}$' and thumb_sha256 ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "attachments_size" CHECK (bytes > 0 and width > 0 and height > 0)
);
--> statement-breakpoint
CREATE TABLE "counter_deltas" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "counter_deltas_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cell_id" uuid NOT NULL,
	"class_id" uuid NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"is_overdue" boolean NOT NULL,
	"delta" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"cell_id" uuid NOT NULL,
	"class_id" uuid NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"is_overdue" boolean NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "counters_cell_id_class_id_day_state_is_overdue_pk" PRIMARY KEY("cell_id","class_id","day","state","is_overdue")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_user_id" uuid,
	"actor_post" text,
	"payload" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "events_position_unique" UNIQUE("position"),
	CONSTRAINT "events_chain" UNIQUE("subject_kind","subject_id","seq"),
	CONSTRAINT "events_subject" CHECK ("events"."subject_kind" in ('ticket', 'account', 'city', 'setting')),
	CONSTRAINT "events_seq" CHECK (seq > 0),
	CONSTRAINT "events_actor_known" CHECK ((actor_kind = 'user') = (actor_user_id is not null))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_key" text NOT NULL,
	"key" text NOT NULL,
	"command" text NOT NULL,
	"body_hash" text NOT NULL,
	"result" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_actor_key_key_pk" PRIMARY KEY("actor_key","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "outbox_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "overlays" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ticket_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"assignment_id" uuid,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"until" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"details" jsonb NOT NULL,
	CONSTRAINT "overlays_kind" CHECK ("overlays"."kind" in ('extension', 'deferral', 'long_term', 'dispute', 'supervision', 'whistle', 'leader_matter')),
	CONSTRAINT "overlays_state" CHECK ("overlays"."state" in ('requested', 'active', 'declined', 'ended')),
	CONSTRAINT "overlays_decided" CHECK (state in ('requested') or decided_at is not null)
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"channel" text NOT NULL,
	"level" text NOT NULL,
	"desk_area_id" uuid NOT NULL,
	"city_id" uuid NOT NULL,
	"district_id" uuid NOT NULL,
	"street_id" uuid NOT NULL,
	"community_id" uuid NOT NULL,
	"cell_id" uuid NOT NULL,
	"is_in_review_area" boolean NOT NULL,
	"class_id" uuid NOT NULL,
	"condition_id" uuid,
	"lng" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"mx" integer NOT NULL,
	"my" integer NOT NULL,
	"place_words" text NOT NULL,
	"description" text NOT NULL,
	"salt" text NOT NULL,
	"description_hash" text NOT NULL,
	"reporter_name" text,
	"reporter_phone" text,
	"reporter_hash" text,
	"personal_data_erased_at" timestamp (3) with time zone,
	"tracking_hash" text,
	"reported_by_user_id" uuid,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"reported_day" date NOT NULL,
	"filed_at" timestamp (3) with time zone,
	"dispatched_at" timestamp (3) with time zone,
	"handed_back_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"step_started_at" timestamp (3) with time zone NOT NULL,
	"step_due_at" timestamp (3) with time zone,
	"unit_due_at" timestamp (3) with time zone,
	"promise_due_at" timestamp (3) with time zone,
	"next_due_at" timestamp (3) with time zone,
	"is_step_overdue" boolean NOT NULL,
	"is_promise_overdue" boolean NOT NULL,
	"is_overdue" boolean NOT NULL,
	"is_suspended" boolean NOT NULL,
	"is_disputed" boolean NOT NULL,
	"supervision_level" integer NOT NULL,
	"lead_unit_id" uuid,
	"task_kind" text,
	"task_user_id" uuid,
	"check_opinion" text,
	"inspection_opinion" text,
	"is_inspection_waived" boolean NOT NULL,
	"is_closed_by_force" boolean NOT NULL,
	"is_closed_by_same_hand" boolean NOT NULL,
	"is_spot_check_drawn" boolean NOT NULL,
	"urge_count" integer NOT NULL,
	"return_count" integer NOT NULL,
	"rework_count" integer NOT NULL,
	"reopen_count" integer NOT NULL,
	"extension_count" integer NOT NULL,
	"merged_into_id" uuid,
	"recurrence_of_id" uuid,
	"outcome" text,
	"public_reply" text,
	"rating" integer,
	"search" "tsvector" NOT NULL,
	CONSTRAINT "tickets_number_unique" UNIQUE("number"),
	CONSTRAINT "tickets_tracking_hash_unique" UNIQUE("tracking_hash"),
	CONSTRAINT "tickets_state" CHECK ("tickets"."state" in ('reported', 'checking', 'proposed', 'filed', 'assigned', 'handling', 'unit_review', 'handed_back', 'inspecting', 'closing', 'closed', 'declined', 'refused', 'merged', 'voided')),
	CONSTRAINT "tickets_channel" CHECK ("tickets"."channel" in ('public', 'hotline', 'field', 'desk', 'leader', 'import')),
	CONSTRAINT "tickets_level" CHECK ("tickets"."level" in ('city', 'district', 'street', 'community')),
	CONSTRAINT "tickets_version" CHECK (version > 0),
	CONSTRAINT "tickets_point" CHECK (lng between -180 and 180 and lat between -85.06 and 85.06),
	CONSTRAINT "tickets_place_in_words" CHECK (length(place_words) > 0),
	CONSTRAINT "tickets_filed_under_condition" CHECK (condition_id is not null or is_closed_by_same_hand or state not in ('filed','assigned','handling','unit_review','handed_back','inspecting','closing')),
	CONSTRAINT "tickets_closed_at" CHECK ((state = 'closed') = (closed_at is not null)),
	CONSTRAINT "tickets_ended_at" CHECK ((state in ('closed','declined','refused','merged','voided')) = (ended_at is not null)),
	CONSTRAINT "tickets_task" CHECK ((task_kind is null) = (task_user_id is null)),
	CONSTRAINT "tickets_task_state" CHECK (state <> 'inspecting' or task_kind = 'inspection'),
	CONSTRAINT "tickets_merged" CHECK ((state = 'merged') = (merged_into_id is not null) and merged_into_id <> id),
	CONSTRAINT "tickets_under_unit" CHECK (state not in ('assigned','handling','unit_review','handed_back') or lead_unit_id is not null),
	CONSTRAINT "tickets_rating" CHECK (rating between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "areas" ADD CONSTRAINT "areas_parent_id_areas_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grids" ADD CONSTRAINT "grids_community_id_areas_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_community_id_areas_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_cell_id_grids_id_fk" FOREIGN KEY ("cell_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_cell" FOREIGN KEY ("cell_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_grid_members" ADD CONSTRAINT "responsibility_grid_members_responsibility_grid_id_grids_id_fk" FOREIGN KEY ("responsibility_grid_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_grid_members" ADD CONSTRAINT "responsibility_grid_members_unit_grid_id_grids_id_fk" FOREIGN KEY ("unit_grid_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_days" ADD CONSTRAINT "calendar_days_version_calendars_version_fk" FOREIGN KEY ("version") REFERENCES "public"."calendars"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "class_conditions" ADD CONSTRAINT "class_conditions_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "class_limits" ADD CONSTRAINT "class_limits_condition_id_class_conditions_id_fk" FOREIGN KEY ("condition_id") REFERENCES "public"."class_conditions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_owner_unit_id_units_id_fk" FOREIGN KEY ("owner_unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_section_id_sections_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."sections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsibility_rules" ADD CONSTRAINT "responsibility_rules_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desks" ADD CONSTRAINT "desks_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desks" ADD CONSTRAINT "desks_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "persons" ADD CONSTRAINT "persons_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "persons" ADD CONSTRAINT "persons_section_of_same_unit" FOREIGN KEY ("unit_id","section_id") REFERENCES "public"."sections"("unit_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sections" ADD CONSTRAINT "sections_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_post_cells" ADD CONSTRAINT "user_post_cells_user_post_id_user_posts_id_fk" FOREIGN KEY ("user_post_id") REFERENCES "public"."user_posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_post_cells" ADD CONSTRAINT "user_post_cells_cell_id_grids_id_fk" FOREIGN KEY ("cell_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_section_of_same_unit" FOREIGN KEY ("unit_id","section_id") REFERENCES "public"."sections"("unit_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_person_of_same_unit" FOREIGN KEY ("unit_id","person_id") REFERENCES "public"."persons"("unit_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_section_of_unit" FOREIGN KEY ("unit_id","section_id") REFERENCES "public"."sections"("unit_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_person_of_unit" FOREIGN KEY ("unit_id","person_id") REFERENCES "public"."persons"("unit_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_uploaded_by_user_id_users_id_fk" FOREIGN KEY ("uploaded_by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_deltas" ADD CONSTRAINT "counter_deltas_cell_id_grids_id_fk" FOREIGN KEY ("cell_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_deltas" ADD CONSTRAINT "counter_deltas_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counters" ADD CONSTRAINT "counters_cell_id_grids_id_fk" FOREIGN KEY ("cell_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counters" ADD CONSTRAINT "counters_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_actor_user_id_users_id_fk" FOREIGN KEY ("actor_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overlays" ADD CONSTRAINT "overlays_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overlays" ADD CONSTRAINT "overlays_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_desk_area_id_areas_id_fk" FOREIGN KEY ("desk_area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_city_id_areas_id_fk" FOREIGN KEY ("city_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_district_id_areas_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_street_id_areas_id_fk" FOREIGN KEY ("street_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_community_id_areas_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_cell_id_grids_id_fk" FOREIGN KEY ("cell_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_class_id_classes_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."classes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_reported_by_user_id_users_id_fk" FOREIGN KEY ("reported_by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_lead_unit_id_units_id_fk" FOREIGN KEY ("lead_unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_task_user_id_users_id_fk" FOREIGN KEY ("task_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_merged_into_id_tickets_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_recurrence_of_id_tickets_id_fk" FOREIGN KEY ("recurrence_of_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_condition_of_class" FOREIGN KEY ("class_id","condition_id") REFERENCES "public"."class_conditions"("class_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "areas_code_current" ON "areas" USING btree ("code") WHERE valid_to is null;--> statement-breakpoint
CREATE UNIQUE INDEX "areas_one_city" ON "areas" USING btree ("level") WHERE level = 'city' and valid_to is null;--> statement-breakpoint
CREATE INDEX "areas_parent" ON "areas" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "grids_community" ON "grids" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "grids_box" ON "grids" USING gist (box(point(west, south), point(east, north)));--> statement-breakpoint
CREATE INDEX "places_kind" ON "places" USING btree ("kind");--> statement-breakpoint
CREATE UNIQUE INDEX "one_responsibility_grid_at_a_time" ON "responsibility_grid_members" USING btree ("unit_grid_id") WHERE valid_to is null;--> statement-breakpoint
CREATE INDEX "responsibility_rules_class" ON "responsibility_rules" USING btree ("class_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "units_area" ON "units" USING btree ("area_id");--> statement-breakpoint
CREATE INDEX "user_post_cells_cell" ON "user_post_cells" USING btree ("cell_id");--> statement-breakpoint
CREATE INDEX "user_posts_user" ON "user_posts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_posts_unit" ON "user_posts" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "user_posts_one_administrator" ON "user_posts" USING btree ("user_id") WHERE post in ('system_admin','security_admin','audit_admin') and valid_to is null;--> statement-breakpoint
CREATE INDEX "rate_hits_bucket" ON "rate_hits" USING btree ("bucket","at");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_who" ON "sign_in_attempts" USING btree ("who","at");--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_one_lead" ON "assignments" USING btree ("ticket_id") WHERE role = 'lead' and state not in ('returned','recalled');--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_unit_once" ON "assignments" USING btree ("ticket_id","unit_id") WHERE state not in ('returned','recalled');--> statement-breakpoint
CREATE INDEX "assignments_unit" ON "assignments" USING btree ("unit_id","state");--> statement-breakpoint
CREATE INDEX "assignments_person" ON "assignments" USING btree ("person_id") WHERE person_id is not null;--> statement-breakpoint
CREATE INDEX "assignments_accept_due" ON "assignments" USING btree ("accept_due_at") WHERE state = 'assigned';--> statement-breakpoint
CREATE INDEX "attachments_ticket" ON "attachments" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "attachments_unused" ON "attachments" USING btree ("created_at") WHERE ticket_id is null;--> statement-breakpoint
CREATE INDEX "counters_day" ON "counters" USING btree ("day");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "events_actor" ON "events" USING btree ("actor_user_id");--> statement-breakpoint
CREATE INDEX "idempotency_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("position") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "overlays_ticket" ON "overlays" USING btree ("ticket_id");--> statement-breakpoint
CREATE UNIQUE INDEX "overlays_one_open" ON "overlays" USING btree ("ticket_id","kind") WHERE state in ('requested','active');--> statement-breakpoint
CREATE INDEX "overlays_until" ON "overlays" USING btree ("until") WHERE state = 'active' and until is not null;--> statement-breakpoint
CREATE INDEX "tickets_desk_open" ON "tickets" USING btree ("desk_area_id","state","reported_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "tickets_reported" ON "tickets" USING btree ("reported_at");--> statement-breakpoint
CREATE INDEX "tickets_district" ON "tickets" USING btree ("district_id","reported_at");--> statement-breakpoint
CREATE INDEX "tickets_street" ON "tickets" USING btree ("street_id","reported_at");--> statement-breakpoint
CREATE INDEX "tickets_community" ON "tickets" USING btree ("community_id","reported_at");--> statement-breakpoint
CREATE INDEX "tickets_cell" ON "tickets" USING btree ("cell_id","state");--> statement-breakpoint
CREATE INDEX "tickets_due" ON "tickets" USING btree ("next_due_at") WHERE next_due_at is not null;--> statement-breakpoint
CREATE INDEX "tickets_task_user" ON "tickets" USING btree ("task_user_id") WHERE task_user_id is not null;--> statement-breakpoint
CREATE INDEX "tickets_reporter" ON "tickets" USING btree ("reported_by_user_id") WHERE reported_by_user_id is not null;--> statement-breakpoint
CREATE INDEX "tickets_class" ON "tickets" USING btree ("class_id","reported_at");--> statement-breakpoint
CREATE INDEX "tickets_point_box" ON "tickets" USING gist (point(mx, my));--> statement-breakpoint
CREATE INDEX "tickets_search" ON "tickets" USING gin ("search");