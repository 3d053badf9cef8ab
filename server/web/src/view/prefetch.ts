// Reads what the service needs, as its own prefetch templates say, with the access that the EHR gave.
import type { Bundle } from "../common/api";
import type { Client } from "./session";

const mostPages = 10;

export interface Read {
  prefetch: Record<string, unknown>; // what could be read; a key that is missing was not looked up
  unread: string[]; // keys
}

/** The templates filled in: key to FHIR query. */
export function queries(templates: Record<string, string>, patientId: string): Record<string, string> {
  const filled = (template: string) => template.replaceAll("{{context.patientId}}", encodeURIComponent(patientId));
  return Object.fromEntries(Object.entries(templates).map(([key, template]) => [key, filled(template)]));
}

export async function readRecord(client: Client, asked: Record<string, string>): Promise<Read> {
  const keys = Object.keys(asked);
  const answers = await Promise.allSettled(keys.map((key) => whole(client, asked[key]!)));
  const read: Read = { prefetch: {}, unread: [] };
  answers.forEach((answer, index) => {
    const key = keys[index]!;
    if (answer.status === "fulfilled") read.prefetch[key] = answer.value;
    else read.unread.push(key);
  });
  return read;
}

// All pages of a search in one Bundle. What is cut short is not used: it would pass for all there is.
async function whole(client: Client, query: string): Promise<Page> {
  const first = await page(client, query);
  if (first.resourceType !== "Bundle") return first;
  const entry = [...(first.entry ?? [])];
  let next = nextPage(first, client);
  for (let pages = 1; next !== undefined; ++pages) {
    if (pages === mostPages) throw new Error("too many pages");
    const more = await page(client, next);
    entry.push(...(more.entry ?? []));
    next = nextPage(more, client);
  }
  const { link: _, ...all } = first;
  return { ...all, entry };
}

interface Page {
  resourceType: string;
  entry?: Bundle["entry"];
  link?: { relation: string; url: string }[];
}

async function page(client: Client, url: string): Promise<Page> {
  const answer = await client.request<Page>(url, { pageLimit: 1 });
  if (typeof answer?.resourceType !== "string" || answer.resourceType === "OperationOutcome") throw new Error("no resource");
  return answer;
}

// The access token is for one server: a next page elsewhere is not asked for.
function nextPage(bundle: Page, client: Client): string | undefined {
  const url = bundle.link?.find(({ relation }) => relation === "next")?.url;
  if (url === undefined) return undefined;
  const base = `${client.state.serverUrl.replace(/\/$/, "")}/`;
  const absolute = new URL(url, base).href;
  if (!absolute.startsWith(base) && !absolute.startsWith(`${base.slice(0, -1)}?`)) throw new Error("next page on another server");
  return absolute;
}
