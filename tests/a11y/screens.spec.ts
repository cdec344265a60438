import { locales } from "@/lib/i18n/locales";
import { screens } from "@/scripts/screenshots/screens";
import { axeClean, expect, test } from "../e2e/support";

/** Every screen, in both languages: Chinese as a desk sees it, English as a telephone does. */
const posts = [...new Set(screens.map(({ post }) => post))];

for (const locale of locales)
  for (const post of posts)
    test(`screens of ${post ?? "the public"} in ${locale} hold no barrier that axe knows`, async ({
      people,
    }) => {
      const look = { locale, phone: locale === "en" };
      const page = post === null ? await people.resident(look) : await people.post(post, look);
      for (const screen of screens.filter((each) => each.post === post)) {
        people.faults.expected = screen.name === "no-such-page" ? [/404/] : [];
        await page.goto(screen.path);
        if (screen.prepare && !(await screen.prepare(page, look.phone))) continue;
        // A splitter between panes is one only once the script has measured them.
        await expect(page.locator("[role=separator]:not([aria-valuenow]):visible")).toHaveCount(0);
        await axeClean(page);
      }
    });
