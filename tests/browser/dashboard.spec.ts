// The dashboard on the admin port, after some feedback.
import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expect, type Service, test } from "./fixtures";

const id = "aromatase-inhibitor-bone-health";

/** Fires the sample request as a new call, and overrides its first card. */
async function overrideOnce(request: APIRequestContext): Promise<string> {
  const body = await (await request.get("/web/sample-request.json")).json();
  const { cards } = await (await request.post(`/cds-services/${id}`, { data: { ...body, hookInstance: randomUUID() } })).json();
  const { code, system } = cards[0].overrideReasons[0];
  const feedback = { card: cards[0].uuid, outcome: "overridden", outcomeTimestamp: new Date().toISOString(), overrideReason: { reason: { code, system } } };
  const answer = await request.post(`/cds-services/${id}/feedback`, { data: { feedback: [feedback] } });
  expect(answer.status()).toBe(200);
  return code;
}

const dataOf = async (request: APIRequestContext, service: Service) => (await request.get(`${service.admin}/dashboard/data`)).json();

test("shown and overridden cards, with the reason", async ({ page, request, service }) => {
  const reason = await overrideOnce(request);
  const { outcomes } = await dataOf(request, service);
  await page.goto(`${service.admin}/`);
  await page.getByRole("combobox", { name: "Period" }).selectOption("all days");
  const rows = page.getByRole("region", { name: "By card" }).getByRole("row");
  expect(await rows.count()).toBe(1 + new Set(outcomes.map(({ card }: { card: string }) => card)).size);
  await expect(page.getByRole("region", { name: "By card" })).toContainText(reason.replaceAll(/[-_]/g, " "));
  const total = outcomes.reduce((sum: number, { overridden }: { overridden: number }) => sum + overridden, 0);
  await expect(page.locator(".totals")).toContainText(`Overridden${total} (`);
});

test("refreshing reads what has happened since", async ({ page, request, service }) => {
  await overrideOnce(request);
  await page.goto(`${service.admin}/`);
  await page.getByRole("combobox", { name: "Period" }).selectOption("all days");
  const overridden = async () => Number(/Overridden(\d+)/.exec((await page.locator(".totals").textContent()) ?? "")?.[1]);
  const before = await overridden();
  await overrideOnce(request);
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect.poll(overridden).toBe(before + 1);
});

test("unknown facts and silence since the start", async ({ page, request, service }) => {
  await overrideOnce(request);
  await page.goto(`${service.admin}/`);
  await expect(page.getByRole("region", { name: "Facts that were unknown" }).getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Why no card was shown" })).toBeVisible();
});

test("where nothing has happened: that is said", async ({ page, service }) => {
  const empty = { since: "2026-06-15T08:00:00Z", outcomes: [], unknownFacts: [], silent: [] };
  await page.route("**/dashboard/data", (route) => route.fulfill({ json: empty }));
  await page.goto(`${service.admin}/`);
  await expect(page.getByText("No card was shown so far.")).toBeVisible();
  await expect(page.getByText("No fact was unknown so far.")).toBeVisible();
  await expect(page.getByText("The service was not silent so far, or was not called.")).toBeVisible();
});

test("a service that does not answer: that is said, and what is shown is called older", async ({ page, request, service, watch }) => {
  await overrideOnce(request);
  watch.tolerate(/status of 503/);
  await page.goto(`${service.admin}/`);
  await expect(page.getByRole("button", { name: "Refresh" })).toBeVisible();
  await page.route("**/dashboard/data", (route) => route.fulfill({ status: 503, body: "" }));
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByRole("alert")).toContainText("What is shown is older.");
});
