// What the bone-health view shows of a patient.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { pictures } from "./programs";
import { openView } from "./smart_pages";

const dataOf = (page: Page, title: string) => page.getByRole("figure").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

test("who it is, and when the next scan is due", async ({ page, smart }) => {
  await openView(page, smart, "v60");
  await expect(page.getByRole("region", { name: "Patient" })).toContainText("15 Jun 2026");
  await expect(page.getByRole("region", { name: "Next DXA" })).toContainText(/20\d\d/);
});

test("each chart says what it shows, and has its data as a table", async ({ page, smart }) => {
  await openView(page, smart, "v60");
  for (const title of ["T-scores", "Bone mineral density in g/cm²", "Drugs and next DXA"]) {
    const figure = dataOf(page, title);
    await expect(figure.getByRole("img", { name: new RegExp(`^${title.replaceAll("/", "\\/")}\\. .+`) })).toBeVisible();
    await expect(figure.getByRole("table")).toBeHidden();
    await figure.getByText(`${title}: the data as a table`).click();
    expect(await figure.getByRole("table").getByRole("row").count()).toBeGreaterThan(1);
  }
  await expect(dataOf(page, "T-scores").getByRole("table")).toContainText(/Observation\/v60/);
});

test("the thresholds are those of the guideline's table", async ({ page, smart }) => {
  await openView(page, smart, "v60");
  const lines = page.getByRole("list", { name: "Lines of the guideline: treatment" }).getByRole("listitem");
  await expect(lines.first()).toHaveText("T < −2.0: T-score below -2.0.");
  await expect(lines.nth(1)).toContainText("T < −1.5: T-score below -1.5 and at least one further risk factor.");
});

test("a patient without a scan: that is said", async ({ page, smart }) => {
  await openView(page, smart, "v01");
  await expect(page.getByText("No usable DXA result is on record.")).toBeVisible();
  await expect(page.getByText("No bone density is on record.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "T-scores" })).toHaveCount(0);
});

test("a patient who takes none of the drugs: that is said", async ({ page, smart }) => {
  await openView(page, smart, "v67");
  await expect(page.getByRole("region", { name: "Advice today" }).getByText("No aromatase inhibitor is taken")).toBeVisible();
  await expect(page.getByText("No bone density is on record.")).toHaveCount(0);
});

test("on paper all tables are open, and there is nothing to press", async ({ page, smart }) => {
  await openView(page, smart, "v60");
  const tables = page.locator("details.data");
  await page.emulateMedia({ media: "print" });
  for (const table of await tables.all()) await expect(table).toHaveAttribute("open", "");
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await page.screenshot({ path: `${pictures}/view-print.png`, fullPage: true });
  await page.emulateMedia({ media: "screen" });
  for (const table of await tables.all()) await expect(table).not.toHaveAttribute("open", "");
});
