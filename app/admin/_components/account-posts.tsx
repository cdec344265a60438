import { useTranslations } from "next-intl";
import type { AreaLevel, Post } from "@/lib/domain/posts";
import { endPostAction, givePostAction, giveStandInAction } from "../accounts/actions";
import { PostFields } from "./post-fields";
import { RecordForm } from "./record-form";

type Held = {
  id: string;
  post: Post;
  place: string;
  validFrom: string;
  validTo: string | null;
  isComing: boolean;
  standsInForName: string | null;
  seen: string;
};

/** From when to when, and for whom, where a post is not simply held. */
export function PostSpan({ held }: { held: Omit<Held, "place" | "seen" | "post"> }) {
  const t = useTranslations("manage.post");
  const words = [
    held.standsInForName ? t("standsInFor", { name: held.standsInForName }) : null,
    held.isComing ? t("from", { day: held.validFrom }) : null,
    held.validTo ? t("until", { day: held.validTo }) : null,
  ].filter((each) => each !== null);
  if (words.length === 0) return null;
  return <span className="text-xs text-state-reported"> · {words.join(" · ")}</span>;
}

/** The posts of one account: each can end or be stood in for, and another can be given. */
export function AccountPosts({
  login,
  posts,
  today,
  deputies,
  areas,
  units,
}: {
  login: string;
  posts: readonly Held[];
  today: string;
  deputies: readonly { login: string; name: string }[];
  areas: readonly { code: string; name: string; level: AreaLevel }[];
  units: readonly { code: string; name: string }[];
}) {
  const t = useTranslations("manage.post");
  const tPost = useTranslations("post");
  return (
    <div className="mb-4 grid gap-3">
      <ul className="grid gap-3">
        {posts.map((held) => {
          const about = `${tPost(held.post)} · ${held.place}`;
          return (
            <li key={held.id} className="border-l-2 border-line pl-3">
              <p className="mb-1">
                <span className="font-medium">{tPost(held.post)}</span>{" "}
                <span className="text-muted">· {held.place}</span>
                <PostSpan held={held} />
              </p>
              <div className="grid grid-cols-2 items-start gap-2 [&>details[open]]:col-span-2">
                {held.standsInForName ? null : (
                  <RecordForm
                    title={t("standIn")}
                    about={about}
                    note={t("standInNote")}
                    icon="stand"
                    action={giveStandInAction}
                    hidden={{ login, postId: held.id }}
                    submit={t("standInSubmit")}
                    done={t("standInDone")}
                    fields={[
                      {
                        kind: "choice",
                        name: "deputy",
                        label: t("deputy"),
                        none: t("chooseDeputy"),
                        isRequired: true,
                        options: deputies.map((each) => ({
                          value: each.login,
                          label: `${each.name} · ${each.login}`,
                        })),
                      },
                      {
                        kind: "day",
                        name: "validFrom",
                        label: t("firstDay"),
                        value: today,
                        least: today,
                        isRequired: true,
                      },
                      { kind: "day", name: "through", label: t("lastDay"), least: today, isRequired: true },
                    ]}
                  />
                )}
                <RecordForm
                  title={t("end")}
                  about={about}
                  note={t("endNote")}
                  icon="end"
                  isDanger
                  action={endPostAction}
                  hidden={{ login, postId: held.id, seen: held.seen }}
                  submit={t("end")}
                  done={t("ended")}
                  fields={[
                    {
                      kind: "day",
                      name: "validTo",
                      label: t("endsOn"),
                      value: today,
                      least: today,
                      isRequired: true,
                    },
                  ]}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <RecordForm
        title={t("give")}
        icon="add"
        action={givePostAction}
        hidden={{ login }}
        submit={t("give")}
        done={t("given")}
        fields={[{ kind: "day", name: "validFrom", label: t("firstDay"), value: today, least: today }]}
      >
        <PostFields areas={areas} units={units} />
      </RecordForm>
    </div>
  );
}
