// What holds for every page: nobody is kept out, it is light, and it looks as it does in build/browser.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Service, type SmartServer, test } from "./fixtures";
import { pictures } from "./programs";
import { openView } from "./smart_pages";

const mostBytes = 400_000; // compressed, as they come over the wire
const phone = { width: 360, height: 740 };

interface Visit {
  name: string;
  open: (page: Page, service: Service, smart: SmartServer) => Promise<void>;
}

const visits: Visit[] = [
  {
    name: "workbench",
    open: async (page) => {
      await page.goto("/");
      await expect(page.getByRole("article").first()).toBeVisible();
    },
  },
  {
    name: "guideline",
    open: async (page) => {
      await page.goto("/guideline");
      await expect(page.getByRole("region", { name: /^Rules of/ }).first()).toBeVisible();
    },
  },
  {
    name: "launch",
    open: async (page) => {
      await page.goto("/smart/launch");
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    },
  },
  { name: "view", open: (page, _service, smart) => openView(page, smart, "v60") },
  {
    name: "dashboard",
    open: async (page, service) => {
      await page.goto(`${service.admin}/`);
      await expect(page.getByRole("heading", { name: "Cards", exact: true })).toBeVisible();
    },
  },
];

const screenshot = (page: Page, name: string) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });

// Contrast takes most of the time, so it is looked at once a colour scheme, and all else once a layout.
const contrast = "color-contrast";

const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ["violations"] });

async function expectNoViolation(page: Page, by = axe(page)): Promise<void> {
  const { violations } = await by.analyze();
  expect(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

// Dark pages have the same elements in other colours.
const expectNoViolationIn = (scheme: "light" | "dark", page: Page) =>
  scheme === "light" ? expectNoViolation(page) : expectNoViolation(page, axe(page).withRules(contrast));

for (const { name, open } of visits) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name}, ${colorScheme}: no violation that axe finds`, async ({ page, service, smart }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, service, smart);
      await screenshot(page, `${name}-${colorScheme}`);
      await expectNoViolationIn(colorScheme, page);
    });
  }

  test(`${name}: nothing is cut off on a phone`, async ({ page, service, smart }) => {
    await page.setViewportSize(phone);
    await open(page, service, smart);
    await screenshot(page, `${name}-phone`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
    await expectNoViolation(page, axe(page).disableRules(contrast));
  });

  test(`${name}: less than ${mostBytes} bytes over the wire`, async ({ page, service, smart }) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    let bytes = 0;
    devtools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await open(page, service, smart);
    await page.waitForLoadState("networkidle");
    test.info().annotations.push({ type: "bytes", description: String(bytes) });
    console.log(`    ${name}: ${bytes} bytes`);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(mostBytes);
  });
}

const tabs = ["Why", "What if", "Request", "Response", "Timing", "All patients"];

for (const colorScheme of ["light", "dark"] as const)
  test(`workbench, ${colorScheme}: no violation in any of its tabs`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/");
    await expect(page.getByRole("article").first()).toBeVisible();
    for (const name of tabs) {
      await page.getByRole("tab", { name, exact: true }).click();
      await expect(page.getByRole("tabpanel", { name })).not.toBeEmpty();
      await screenshot(page, `workbench-${name.toLowerCase().replace(" ", "-")}-${colorScheme}`);
      await expectNoViolationIn(colorScheme, page);
    }
  });

test("guidelines compared: no violation that axe finds", async ({ page }) => {
  await page.goto("/guideline");
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("who-osteoporosis");
  await expect(page.getByRole("region", { name: "aibl-2017 and who-osteoporosis" })).toBeVisible();
  await screenshot(page, "guideline-compared-light");
  await expectNoViolation(page);
});
