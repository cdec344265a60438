import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { posts } from "@/lib/domain/posts";
import { accountChoices, listAccounts, loadAccount } from "@/lib/features/accounts/list-accounts";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AccountActions } from "../_components/account-actions";
import { AccountPosts, PostSpan } from "../_components/account-posts";
import { may, titled } from "../_components/admin-page";
import { ExportLinks } from "../_components/export-links";
import { ImportForm } from "../_components/import-form";
import { ListPage, NothingFound } from "../_components/list-page";
import { NewAccountForm } from "../_components/new-account-form";
import { RecordHistory } from "../_components/record-history";
import { createAccountAction, disableAccountAction, importAction, resetPasswordAction } from "../actions";

const path = "/admin/accounts";

export const generateMetadata = titled("accounts");

export default async function AccountsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listAccounts(context, search));
  const { rows } = found;
  const t = await getTranslations();
  const locale = await getLocale();
  const format = await getFormatter();
  const mayChange = may(context, "create_account");
  const choices = mayChange ? await accountChoices(context, {}) : null;
  const areaChoices = (choices?.areas ?? []).map((area) => ({
    ...area,
    name: ownName(locale, area.name, area.nameEn),
  }));
  const unitChoices = (choices?.units ?? []).map((unit) => ({
    ...unit,
    name: ownName(locale, unit.name, unit.nameEn),
  }));
  const chosen = rows.find(({ login }) => login === search.account);
  const account = chosen ? await loadAccount(context, { login: chosen.login }) : null;
  type Row = (typeof rows)[number];
  const placeOf = (held: Row["posts"][number]) => {
    const unit = held.unitName
      ? [
          ownName(locale, held.unitName, held.unitNameEn),
          held.sectionName && ownName(locale, held.sectionName, held.sectionNameEn),
        ]
          .filter(Boolean)
          .join(" ")
      : null;
    const place = unit ?? ownName(locale, held.areaName, held.areaNameEn);
    return held.cells > 0 ? t("admin.accounts.withCells", { place, count: held.cells }) : place;
  };
  const columns: Column<Row>[] = [
    {
      key: "name",
      head: t("admin.field.name"),
      cell: (row) =>
        mayChange ? (
          <Link href={hrefWith(path, search, { account: row.login })} scroll={false} className="link">
            {row.name}
          </Link>
        ) : (
          row.name
        ),
    },
    { key: "login", head: t("admin.field.login"), cell: (row) => row.login },
    {
      key: "posts",
      head: t("admin.field.post"),
      cell: (row) =>
        row.posts.length === 0 ? (
          <span className="text-state-overdue">{t("admin.accounts.noPost")}</span>
        ) : (
          row.posts.map((held) => (
            <p key={held.id}>
              {t(`post.${held.post}`)} <span className="text-muted">· {placeOf(held)}</span>
              <PostSpan held={held} />
            </p>
          ))
        ),
    },
    {
      key: "state",
      head: t("admin.accounts.state"),
      cell: (row) =>
        row.isDisabled ? (
          <span className="text-state-overdue">{t("admin.accounts.disabled")}</span>
        ) : row.isPasswordInitial ? (
          <span className="text-state-reported">{t("admin.accounts.initial")}</span>
        ) : (
          t("admin.accounts.active")
        ),
      isDeskOnly: true,
    },
    {
      key: "seen",
      head: t("admin.accounts.lastSignIn"),
      cell: (row) =>
        row.lastSignInAt ? format.dateTime(row.lastSignInAt, "minute") : t("admin.accounts.never"),
      isDeskOnly: true,
    },
  ];
  // Whoever was chosen stands first: the page is about them now.
  const panel =
    chosen && mayChange ? (
      <section
        aria-labelledby="chosen-account"
        className="my-3 rounded-md border border-line-strong bg-panel p-3"
      >
        <h2 id="chosen-account" className="mb-2 font-semibold">
          {chosen.name} · {chosen.login}
        </h2>
        <AccountPosts
          login={chosen.login}
          posts={chosen.posts.map((held) => ({ ...held, place: placeOf(held) }))}
          today={found.today}
          deputies={account?.deputies ?? []}
          areas={areaChoices}
          units={unitChoices}
        />
        <AccountActions
          key={chosen.login}
          login={chosen.login}
          isDisabled={chosen.isDisabled}
          disable={disableAccountAction}
          reset={resetPasswordAction}
        />
        <h3 className="mt-4 mb-2 font-semibold">{t("manage.history")}</h3>
        <RecordHistory history={account?.history ?? []} />
      </section>
    ) : null;
  return (
    <ListPage
      context={context}
      section="accounts"
      search={search}
      found={found}
      above={
        choices ? (
          <>
            {panel}
            <NewAccountForm action={createAccountAction} areas={areaChoices} units={unitChoices} />
            <ImportForm what="accounts" action={importAction} />
            <ExportLinks what="accounts" />
          </>
        ) : null
      }
      filters={[
        {
          name: "post",
          label: t("admin.accounts.allPosts"),
          options: posts.map((post) => ({ value: post, label: t(`post.${post}`) })),
        },
        {
          name: "state",
          label: t("admin.accounts.allStates"),
          options: (["active", "disabled", "initial"] as const).map((state) => ({
            value: state,
            label: t(`admin.accounts.${state}`),
          })),
        },
      ]}
    >
      <DataTable
        caption={t("admin.section.accounts")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.login}
        isSelected={(row) => row.login === search.account}
        empty={<NothingFound />}
      />
    </ListPage>
  );
}
