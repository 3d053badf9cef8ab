// All by the keyboard.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { openView } from "./smart_pages";

const mostSteps = 80;

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < mostSteps; ++steps) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not get there");
}

test("fire a call and read why", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "To the content" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Fire", exact: true }));
  const [answer] = await Promise.all([page.waitForResponse(/cds-services\/[^/]+$/), page.keyboard.press("Enter")]);
  expect(answer.status()).toBe(200);
  await tabTo(page, page.getByRole("tab", { name: "Cards" }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Why" })).toBeFocused();
  await expect(page.getByRole("heading", { name: "What decided" })).toBeVisible();
});

test("open the data of a chart", async ({ page, smart }) => {
  await openView(page, smart, "v60");
  const summary = page.getByText("T-scores: the data as a table");
  await tabTo(page, summary);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "T-scores: data" })).toBeVisible();
});
