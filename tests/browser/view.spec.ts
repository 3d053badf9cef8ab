// What the bone-health view shows of a patient.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { pictures } from "./programs";
import { openView } from "./smart_pages";

const dataOf = (page: Page, title: string) => page.getByRole("figure").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

test.beforeEach(({ smart }) => smart.control("faults", {}));

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

const lines = "Lines of the guideline: treatment";

test("a patient in hospice care: nothing is said of scans and treatment, but why", async ({ page, smart }) => {
  await openView(page, smart, "v58");
  const next = page.getByRole("region", { name: "Next DXA" });
  await expect(next).toContainText("Nothing is said of the next scan.");
  await expect(next).toContainText("Hospice care is on record.");
  await expect(page.getByText(/overdue|due (now|from)/i)).toHaveCount(0);
  await expect(page.getByRole("list", { name: lines })).toHaveCount(0);
});

test("a scan that is ordered is not called overdue", async ({ page, smart }) => {
  await openView(page, smart, "v52");
  await expect(page.getByRole("region", { name: "Next DXA" })).toContainText("A scan is ordered or booked already.");
  await expect(page.getByText(/overdue/i)).toHaveCount(0);
});

test("reports that could not be looked up: a later scan may be there", async ({ page, smart, watch }) => {
  watch.tolerate(/status of 500/);
  await smart.control("faults", { DiagnosticReport: "500" });
  await openView(page, smart, "v17");
  await expect(page.getByRole("region", { name: "Next DXA" })).toContainText("There may be a later scan, which could not be looked up.");
  await expect(page.getByText(/overdue/i)).toHaveCount(0);
});

test("a man: the thresholds for treatment are left out", async ({ page, smart }) => {
  await openView(page, smart, "v40");
  await expect(page.getByText("do not apply to men, so none are drawn")).toBeVisible();
  await expect(page.getByRole("list", { name: lines })).toHaveCount(0);
});

test("a patient without a scan: that is said", async ({ page, smart }) => {
  await openView(page, smart, "v01");
  await expect(page.getByRole("region", { name: "Next DXA" })).toContainText("Due now: no DXA is on record.");
  await expect(page.getByText("No bone density that can be used is on record.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "T-scores" })).toHaveCount(0);
});

test("a patient who takes none of the drugs: that is said", async ({ page, smart }) => {
  await openView(page, smart, "v67");
  await expect(page.getByRole("region", { name: "Advice today" }).getByText("No aromatase inhibitor is taken")).toBeVisible();
  await expect(page.getByText("No bone density that can be used is on record.")).toHaveCount(0);
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
