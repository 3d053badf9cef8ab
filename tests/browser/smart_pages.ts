// Ways into the bone-health view.
import { expect, type Page } from "@playwright/test";
import type { SmartServer } from "./fixtures";

const launchAddress = (parameters: Record<string, string>) => `/smart/launch?${new URLSearchParams(parameters)}`;

/** The address at which an EHR opens the view in the chart of a patient. */
export async function ehrLaunch(smart: SmartServer, patient: string): Promise<string> {
  const { launch } = await smart.control("launch", { patient });
  return launchAddress({ iss: smart.fhirBase, launch });
}

export const standaloneLaunch = (smart: SmartServer): string => launchAddress({ iss: smart.fhirBase });

export async function openView(page: Page, smart: SmartServer, patient: string): Promise<void> {
  await page.goto(await ehrLaunch(smart, patient));
  await expect(page.getByRole("region", { name: "Patient" })).toBeVisible();
}
