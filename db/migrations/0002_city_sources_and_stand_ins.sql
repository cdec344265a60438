CREATE TABLE "city_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"step" text DEFAULT '' NOT NULL,
	"share" double precision DEFAULT 0 NOT NULL,
	"started_by_id" uuid,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"is_cancel_asked" boolean DEFAULT false NOT NULL,
	"report" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "city_imports_state" CHECK ("city_imports"."state" in ('running', 'done', 'refused', 'failed', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_subject";--> statement-breakpoint
ALTER TABLE "areas" ADD COLUMN "source_id" text;--> statement-breakpoint
ALTER TABLE "basemap_features" ADD COLUMN "source_id" text;--> statement-breakpoint
ALTER TABLE "basemap_features" ADD COLUMN "floor_area_m2" double precision;--> statement-breakpoint
ALTER TABLE "basemap_features" ADD COLUMN "population" double precision;--> statement-breakpoint
ALTER TABLE "grids" ADD COLUMN "population" integer;--> statement-breakpoint
ALTER TABLE "places" ADD COLUMN "source_id" text;--> statement-breakpoint
ALTER TABLE "class_conditions" ADD COLUMN "valid_to" date;--> statement-breakpoint
ALTER TABLE "classes" ADD COLUMN "valid_to" date;--> statement-breakpoint
ALTER TABLE "user_posts" ADD COLUMN "stands_in_for_id" uuid;--> statement-breakpoint
ALTER TABLE "city_imports" ADD CONSTRAINT "city_imports_started_by_id_users_id_fk" FOREIGN KEY ("started_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "city_imports_one_at_a_time" ON "city_imports" USING btree ("state") WHERE state = 'running';--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_stands_in_for_id_user_posts_id_fk" FOREIGN KEY ("stands_in_for_id") REFERENCES "public"."user_posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_posts" ADD CONSTRAINT "user_posts_stand_in_ends" CHECK (stands_in_for_id is null or valid_to is not null);--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_subject" CHECK ("events"."subject_kind" in ('ticket', 'account', 'city', 'setting', 'area', 'desk', 'unit', 'person', 'class', 'calendar'));