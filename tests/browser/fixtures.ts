// What every test gets: the service, and an eye on all pages. A script or style that the policy stops, an error on the
// console, a request to anybody else: each fails the test in which it happens.
import { test as base, expect, type BrowserContext } from "@playwright/test";
import { asOf, freePort, patientFile, patientFiles, type Program, start } from "./programs";

export { expect };

export interface Service extends Program {
  url: string;
  admin: string;
}

export interface SmartServer extends Program {
  origin: string;
  fhirBase: string;
  control: (name: "launch" | "user" | "faults" | "refusals", order?: object) => Promise<any>;
}

export class Watch {
  readonly problems: string[] = [];
  private readonly tolerated: RegExp[] = [];

  constructor(private readonly hosts: Set<string>) {}

  /** Of an error that a test provokes. */
  tolerate(...problems: RegExp[]): void {
    this.tolerated.push(...problems);
  }

  note(problem: string): void {
    if (!this.tolerated.some((one) => one.test(problem))) this.problems.push(problem);
  }

  /** Whether a request may be made: to our own programs, or to nobody (data:). */
  noteRequest(url: string): void {
    const { host, protocol } = new URL(url);
    if (protocol !== "data:" && protocol !== "blob:" && !this.hosts.has(host)) this.note(`request to ${url}`);
  }

  async over(context: BrowserContext): Promise<void> {
    context.on("request", (request) => this.noteRequest(request.url()));
    context.on("console", (message) => message.type() === "error" && this.note(`console: ${message.text()}`));
    context.on("weberror", (error) => this.note(`error: ${error.error().message}`));
    await context.exposeBinding("violated", (_source, what: string) => this.note(`policy: ${what}`));
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        (window as any).violated(`${effectiveDirective} ${blockedURI}`),
      );
    });
  }
}

interface PerTest {
  watch: Watch;
}

interface PerWorker {
  ports: { service: number; admin: number };
  service: Service;
  smart: SmartServer;
  fhir: Program & { url: string };
}

export const test = base.extend<PerTest, PerWorker>({
  ports: [async ({}, use) => use({ service: await freePort(), admin: await freePort() }), { scope: "worker" }],

  service: [
    async ({ ports }, use) => {
      const program = process.env.SERVICE_PROGRAM ?? "build/release/bone-health-cds";
      const admin = `127.0.0.1:${ports.admin}`;
      const options = ["serve", "--sandbox", "--port", String(ports.service), "--admin-listen", admin, "--as-of", asOf, "--quiet-days", "0"];
      const running = await start(program, options, /"event":"serving"/);
      await use({ ...running, url: `http://127.0.0.1:${ports.service}`, admin: `http://${admin}` });
      await running.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],

  smart: [
    async ({ ports }, use) => {
      const options = ["tests/support/smart_server.py", "--app", `http://127.0.0.1:${ports.service}`, ...patientFiles()];
      const running = await start("python3", options, /\n/);
      const fhirBase = running.output().trim();
      const { origin } = new URL(fhirBase);
      const control = async (name: string, order = {}) => {
        const answer = await fetch(`${origin}/control/${name}`, { method: "POST", body: JSON.stringify(order) });
        return answer.json();
      };
      await use({ ...running, origin, fhirBase, control });
      await running.stop();
    },
    { scope: "worker" },
  ],

  fhir: [
    async ({}, use) => {
      const options = ["tests/support/ehr.py", "serve", "--port", String(await freePort()), patientFile("V03")];
      const running = await start("python3", options, / serves /);
      await use({ ...running, url: running.output().split(" ")[0]! });
      await running.stop();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ service }, use) => use(service.url),

  watch: [
    async ({ context, ports, smart }, use) => {
      const watch = new Watch(new Set([`127.0.0.1:${ports.service}`, `127.0.0.1:${ports.admin}`, new URL(smart.origin).host]));
      await watch.over(context);
      await use(watch);
      expect(watch.problems).toEqual([]);
    },
    { auto: true },
  ],
});
