// SMART App Launch: who does it right gets in, and each thing done wrong is refused in words.
import { expect, test } from "./fixtures";
import { ehrLaunch, openView, standaloneLaunch } from "./smart_pages";

const failure = "The view cannot be shown";

const clinician = { patient: "v60", denies: false, is: "Practitioner/oncologist-1" };

test.beforeEach(async ({ smart }) => {
  await smart.control("user", clinician);
  await smart.control("faults", {});
});

test("the EHR launches it in a chart", async ({ page, smart }) => {
  const before = await smart.control("refusals");
  await openView(page, smart, "v60");
  await expect(page.getByRole("heading", { name: "Advice today" })).toBeVisible();
  expect(new URL(page.url()).search).toBe("");
  expect(await smart.control("refusals")).toEqual(before);
});

test("a user launches it, and chooses the patient there", async ({ page, smart }) => {
  await page.goto("/smart/launch");
  await page.getByRole("textbox", { name: "FHIR server" }).fill(smart.fhirBase);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("region", { name: "Patient" })).toContainText("years");
});

test("a reloaded view is still open in its tab, and not in another", async ({ page, context, smart }) => {
  await openView(page, smart, "v60");
  await page.reload();
  await expect(page.getByRole("region", { name: "Patient" })).toBeVisible();
  const other = await context.newPage();
  await other.goto("/smart/view");
  await expect(other.getByRole("alert")).toContainText("not opened by a launch");
});

test("a state that is not ours", async ({ page, smart }) => {
  await page.route("**/authorize?*", async (route) => {
    const address = new URL(route.request().url());
    address.searchParams.set("state", "of-somebody-else");
    await route.continue({ url: address.href });
  });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(standaloneLaunch(smart));
  await expect(page.getByRole("alert")).toContainText("not the one that this browser asked for");
  expect(asked).not.toContain("/token");
});

test("a code of somebody else, without a state, while a session is open", async ({ page, smart }) => {
  await openView(page, smart, "v60");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/smart/view?code=of-somebody-else");
  await expect(page.getByRole("alert")).toContainText("not the one that this browser asked for");
  expect(asked).not.toContain("/token");
});

test("a verifier that is not ours", async ({ page, smart, watch }) => {
  watch.tolerate(/status of 400/);
  await page.route("**/token", async (route) => {
    const form = new URLSearchParams(route.request().postData() ?? "");
    form.set("code_verifier", "w".repeat(43));
    await route.continue({ postData: form.toString() });
  });
  const { verifier: before = 0 } = await smart.control("refusals");
  await page.goto(await ehrLaunch(smart, "v60"));
  await expect(page.getByRole("alert")).toContainText("gave no access token");
  expect((await smart.control("refusals")).verifier).toBe(before + 1);
});

test("a launch that was used before", async ({ page, smart }) => {
  const address = await ehrLaunch(smart, "v60");
  await page.goto(address);
  await expect(page.getByRole("region", { name: "Patient" })).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("alert")).toContainText("refused this view (invalid_request)");
});

test("a user who does not agree", async ({ page, smart }) => {
  await smart.control("user", { ...clinician, denies: true });
  await page.goto(standaloneLaunch(smart));
  await expect(page.getByRole("alert")).toContainText("Access was denied");
});

test("the service is told who the user is", async ({ page, smart }) => {
  const [asked] = await Promise.all([page.waitForRequest((one) => one.method() === "POST" && one.url().endsWith("/smart/view")), openView(page, smart, "v60")]);
  expect(asked.postDataJSON().context.userId).toMatch(new RegExp(`^http.*/fhir.*/${clinician.is}$`)); // as the token says it
});

for (const user of ["Patient/v60", "RelatedPerson/daughter"])
  test(`a ${user.split("/")[0]} is told that the view is for clinicians, and nothing else`, async ({ page, smart }) => {
    await smart.control("user", { ...clinician, is: user });
    await openView(page, smart, "v60");
    await expect(page.getByRole("region", { name: "Advice today" })).toContainText("meant for clinicians");
    for (const region of ["Over time", "Next DXA", "Risk factors"]) await expect(page.getByRole("region", { name: region })).toHaveCount(0);
    await expect(page.getByRole("article")).toHaveCount(0);
  });

test("a server without OpenID is not asked who the user is, and the view is shown", async ({ page, smart }) => {
  await smart.control("user", { ...clinician, is: null });
  const before = await smart.control("refusals");
  await openView(page, smart, "v60");
  await expect(page.getByRole("article").first()).toBeVisible();
  expect(await smart.control("refusals")).toEqual(before);
});

test("a server that the page may not ask is never asked", async ({ page, watch }) => {
  watch.tolerate(/^policy: connect-src https:\/\/ehr\.example\.org/, /^console: .*(Content Security Policy|Failed to load)/, /^console: .*violates/);
  await page.goto("/smart/launch?iss=https://ehr.example.org/fhir");
  await expect(page.getByRole("alert")).toContainText("cannot be reached from this page");
  await expect(page.getByRole("textbox", { name: "FHIR server" })).toHaveValue("https://ehr.example.org/fhir");
});

test("whoever makes the link does not choose the client, the patient or another server", async ({ page, smart }) => {
  const asked: URL[] = [];
  page.on("request", (request) => request.url().includes("/authorize") && asked.push(new URL(request.url())));
  await page.goto(`${standaloneLaunch(smart)}&clientId=other&patientId=v03&fhirServiceUrl=https://elsewhere.example`);
  await expect(page.getByRole("region", { name: "Patient" })).toBeVisible();
  expect(asked[0]!.searchParams.get("client_id")).toBe("bone-health-cds");
  expect(asked[0]!.searchParams.get("aud")).toBe(smart.fhirBase);
  await expect(page.getByText(failure)).toHaveCount(0);
});

test("a required search that fails: no advice, and words about it", async ({ page, smart, watch }) => {
  watch.tolerate(/status of (500|412)/);
  await smart.control("faults", { Condition: "500" });
  await page.goto(await ehrLaunch(smart, "v60"));
  await expect(page.getByRole("alert")).toContainText("needs data that could not be read");
});

test("an optional search that fails: it is named, and nothing passes for absent", async ({ page, smart, watch }) => {
  watch.tolerate(/status of 500/);
  await smart.control("faults", { FamilyMemberHistory: "500" });
  await openView(page, smart, "v60");
  const region = page.getByRole("region", { name: "What could not be read" });
  await expect(region).toContainText("family history");
  await expect(region).toContainText("parental hip fracture");
});

test("a next page on another server is not asked for", async ({ page, smart }) => {
  await smart.control("faults", { FamilyMemberHistory: "foreign-next" });
  await openView(page, smart, "v60");
  await expect(page.getByRole("region", { name: "What could not be read" })).toContainText("family history");
});
