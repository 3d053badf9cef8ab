// A card of a hostile service: nothing in its text may run, load, or lead out by another way than https.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const canary = "https://canary.example";
const detail = [
  `<script src="${canary}/script.js"></script><script>window.ran = "script"</script>`,
  `<img src="${canary}/image.png" onerror="window.ran='onerror'"> ![picture](${canary}/markdown.png)`,
  "[click](javascript:window.ran='link') [data](data:text/html,<script>1</script>) [spaced](java\tscript:window.ran='tab')",
  `<iframe src="${canary}/frame"></iframe><object data="${canary}/object"></object><embed src="${canary}/embed">`,
  `<svg onload="window.ran='svg'"><use href="${canary}/use"></use></svg><math><a xlink:href="javascript:window.ran='math'">m</a></math>`,
  `<style>@import "${canary}/style.css"; body { background: url(${canary}/background.png) }</style><link rel="stylesheet" href="${canary}/link.css">`,
  `<form action="${canary}/form"><input name="main" id="main"><button>send</button></form><base href="${canary}/">`,
  `<a href="${canary}/a" onclick="window.ran='onclick'" style="position:fixed" id="page">a tag</a> [an honest link](https://guideline.example/)`,
  `<code><img src="${canary}/unclosed" onerror="window.ran='unclosed'"`,
  `<details open ontoggle="window.ran='ontoggle'"><video src="${canary}/video" onerror="window.ran='video'"></video></details>`,
].join("\n\n");
const hostile = "<img src=x onerror=\"window.ran='text'\">";

const cards = {
  cards: [
    {
      uuid: "11111111-1111-4111-8111-111111111111",
      summary: hostile,
      indicator: "warning",
      detail,
      source: { label: hostile, url: "javascript:window.ran='source'" },
      links: [{ label: hostile, url: "javascript:window.ran='links'", type: "absolute" }],
      suggestions: [{ label: hostile, uuid: "22222222-2222-4222-8222-222222222222", actions: [{ type: "create", description: hostile }] }],
      overrideReasons: [{ code: "x", display: hostile, system: "https://example.org" }],
    },
  ],
};

async function expectHarmless(page: Page): Promise<void> {
  const card = page.getByRole("article").first();
  await expect(card.getByRole("link", { name: "an honest link" })).toHaveAttribute("href", "https://guideline.example/");
  for (const link of await card.getByRole("link").all()) expect(await link.getAttribute("href")).toMatch(/^https:/);
  for (const link of await card.locator("a:not([href])").all()) await link.dispatchEvent("click");
  await expect(card.locator("script, img, iframe, object, embed, svg, math, style, link, form, base, video, [style], [onclick]")).toHaveCount(0);
  expect(await page.evaluate(() => (window as any).ran)).toBeUndefined();
}

test("in the workbench", async ({ page }) => {
  await page.route(/\/cds-services\/[^/]+$/, (route) => route.fulfill({ json: cards }));
  await page.goto("/");
  await expectHarmless(page);
  await page.getByRole("tab", { name: "Response" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("onerror");
  expect(await page.evaluate(() => (window as any).ran)).toBeUndefined();
});

test("in the bone-health view", async ({ page, smart }) => {
  await page.route("**/smart/view", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const answer = await route.fetch();
    const why = await answer.json();
    await route.fulfill({ response: answer, json: { ...why, cards: [{ id: hostile, ...cards.cards[0], advice: [] }] } });
  });
  const { launch } = await smart.control("launch", { patient: "v60" });
  await page.goto(`/smart/launch?${new URLSearchParams({ iss: smart.fhirBase, launch })}`);
  await expectHarmless(page);
});
