// The guideline viewer: tables to read, two guidelines to compare.
import { expect, test } from "./fixtures";

test("every table of the guideline is there to read", async ({ page, request }) => {
  const guidelines: { key: string; occasion: string; tables: { title: string }[] }[] = await (await request.get("/workbench/guidelines")).json();
  const { tables } = guidelines.find(({ key, occasion }) => key === "aibl-2017" && occasion === "order")!;
  await page.goto("/guideline");
  for (const { title } of tables) await expect(page.getByRole("region", { name: `Rules of ${title}` })).toBeVisible();
  await expect(page.getByText("T-score below -2.0.").first()).toBeVisible();
});

test("the tables for the opened chart are others", async ({ page }) => {
  await page.goto("/guideline");
  await page.getByRole("combobox", { name: "Occasion" }).selectOption({ label: "The chart is opened" });
  await expect(page.getByRole("heading", { name: /^2\. On opening the chart: / })).toBeVisible();
});

test("two guidelines beside each other", async ({ page }) => {
  await page.goto("/guideline");
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("who-osteoporosis");
  const differences = page.getByRole("region", { name: "aibl-2017 and who-osteoporosis" });
  const rules = differences.getByRole("region", { name: /^Rules of Is a bone-protective drug indicated/ }).first();
  await expect(rules).toContainText("t-below-minus-2");
  await expect(differences.getByText("t-osteoporosis")).toBeVisible();
});
