// The workbench: what is fired, what comes of it, and why.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { asOf, patientFiles } from "./programs";

const guideline = "aibl-2017";
const patients = patientFiles().map((path) => JSON.parse(readFileSync(path, "utf8")));
const samples = patientFiles().map((path, index) => ({ id: path.split("/").at(-1)!.split("-")[0]!, ...patients[index] }));

const card = (page: Page, summary: string | RegExp) => page.getByRole("article").filter({ hasText: summary });
const told = (page: Page) => page.waitForResponse((response) => response.url().includes("/feedback"));

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("a first card is there without a click", async ({ page }) => {
  await expect(card(page, "bone-protective drug indicated").getByRole("heading")).toBeVisible();
});

test("each sample patient fires, and is advised as its file expects", async ({ page }) => {
  test.setTimeout(400_000);
  for (const { id, title, expect: expected } of samples) {
    await page.getByRole("button", { name: new RegExp(`^${id} `) }).click();
    const about = page.getByRole("region", { name: `${id}: ${title}` });
    const { advice, indicator } = expected[guideline] ?? {};
    if (advice === undefined) continue;
    await expect(about.getByText("✓ as expected"), id).toBeVisible();
    if (indicator === null) await expect(page.getByRole("article"), id).toHaveCount(0);
    else await expect(page.getByRole("article").first(), id).toBeVisible();
    for (const word of advice) await expect(about.getByText(word, { exact: true }).first(), id).toBeVisible();
  }
});

test("all of them at once", async ({ page }) => {
  test.setTimeout(240_000);
  await page.getByRole("button", { name: `Check all ${samples.length}` }).click();
  const line = page.getByRole("status").filter({ hasText: `of ${samples.length} tried` });
  await expect(line).toContainText(`${samples.length} of ${samples.length} tried`, { timeout: 200_000 });
  await expect(line).toContainText(/ 0 not, 0 without an answer/);
});

test("a pasted request", async ({ page, request }) => {
  const body = await (await request.get("/web/sample-request.json")).text();
  await page.getByRole("radio", { name: "A request" }).check();
  await page.getByRole("textbox", { name: "Hook request, as JSON" }).fill(body);
  await page.getByRole("button", { name: "Fire", exact: true }).click();
  await expect(card(page, "Osteoporosis, T-score -2.6 (lumbar spine)")).toBeVisible();
});

test("a pasted request that is none is told, not sent", async ({ page }) => {
  await page.getByRole("radio", { name: "A request" }).check();
  await page.getByRole("textbox", { name: "Hook request, as JSON" }).fill('{"hook": ');
  await page.getByRole("button", { name: "Fire", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
});

test("a patient on a FHIR server", async ({ page, fhir }) => {
  await page.getByRole("radio", { name: "A FHIR server" }).check();
  await page.getByRole("combobox", { name: "FHIR server" }).fill(fhir.url);
  await page.getByRole("textbox", { name: "Patient id" }).fill("v03");
  await page.getByLabel("Evaluated on").fill(asOf);
  await page.getByRole("button", { name: "Fire", exact: true }).click();
  await expect(card(page, "femoral neck")).toBeVisible();
  expect(fhir.output()).toContain("/fhir/R4/Patient/v03");
});

test("an override is told to the service", async ({ page }) => {
  const shown = card(page, "bone-protective drug indicated");
  await shown.getByText("Override this card").click();
  const [answer] = await Promise.all([told(page), shown.getByRole("button", { name: "Override", exact: true }).click()]);
  expect(answer.status()).toBe(200);
  expect(answer.request().postDataJSON().feedback[0]).toMatchObject({ outcome: "overridden" });
  await expect(shown.getByText("The service was told: overridden")).toBeVisible();
});

test("a suggestion that is accepted is shown, and told to the service", async ({ page }) => {
  const shown = page.getByRole("article").filter({ hasText: "calcium" }).last();
  const [answer] = await Promise.all([told(page), shown.locator("button.main").first().click()]);
  expect(answer.status()).toBe(200);
  expect(answer.request().postDataJSON().feedback[0]).toMatchObject({ outcome: "accepted" });
  await expect(shown.getByText("accepted", { exact: true })).toBeVisible();
});

test("why: the rules that fired are marked in their tables", async ({ page }) => {
  await page.getByRole("tab", { name: "Why" }).click();
  const tables = page.getByRole("region", { name: "Tables", exact: true });
  await tables.getByText("Is a bone-protective drug indicated?").click();
  await expect(tables.getByRole("region", { name: /^Rules of Is a bone-protective/ }).getByText("fired")).toHaveCount(1);
  const decided = page.getByRole("region", { name: "What decided" });
  await expect(decided).toContainText("indicated-in-osteoporosis");
  await expect(decided).toContainText("No bone-protective drug is on record.");
  await expect(decided).not.toContainText("not all could be looked up");
});

test("what if: another T-score makes another rule fire", async ({ page }) => {
  await page.getByRole("tab", { name: "What if" }).click();
  const outcome = page.getByRole("region", { name: "What it would say" });
  await expect(outcome.getByText("The same rules fire in all tables")).toBeVisible();
  await page.getByRole("searchbox", { name: "Find a fact to change" }).fill("t_score");
  await page.getByRole("region", { name: "Facts to change" }).getByRole("spinbutton").first().fill("-0.4");
  await expect(outcome.getByText(/Another rule fires in \d+ of/)).toBeVisible();
  await expect(outcome.getByText("fires now").first()).toBeAttached();
});

test("what if: a T-score that no patient has is refused in words", async ({ page, watch }) => {
  watch.tolerate(/status of 422/);
  await page.getByRole("tab", { name: "What if" }).click();
  await page.getByRole("searchbox", { name: "Find a fact to change" }).fill("t_score");
  const facts = page.getByRole("region", { name: "Facts to change" });
  await facts.getByRole("spinbutton").first().fill("12");
  await expect(facts.getByText("It must be from -7 to 6.")).toBeVisible();
  await expect(facts.getByRole("spinbutton").first()).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("region", { name: "What it would say" })).toContainText("t_score: it must be from -7 to 6");
});
