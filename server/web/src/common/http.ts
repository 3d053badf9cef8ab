// Calls of the service's own API. What is refused is an error whose message people can read.

/** A refusal by the service, or no answer from it. `status` is 0 where there was no answer. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Issue {
  code?: unknown;
  diagnostics?: unknown;
  details?: { text?: unknown };
}

/** What an OperationOutcome says, an issue a line; undefined if `body` is none. */
export function outcomeText(body: unknown): string | undefined {
  const outcome = body as { resourceType?: unknown; issue?: unknown } | null;
  if (outcome?.resourceType !== "OperationOutcome" || !Array.isArray(outcome.issue)) return undefined;
  const lines = (outcome.issue as Issue[]).map((issue) => issue?.diagnostics ?? issue?.details?.text ?? issue?.code);
  return lines.filter((line) => typeof line === "string").join("\n") || undefined;
}

/** JSON, or undefined where the text is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The error that an answer of this status and body stands for. */
export function refusal(status: number, text: string): Refusal {
  return new Refusal(status, outcomeText(parsed(text)) ?? `The service answered with status ${status}.`);
}

export const noAnswer = () => new Refusal(0, "No answer from the service. Is it running, and can this page reach it?");

/** GET, or POST where a body is given; the answer as JSON. Throws a Refusal. */
export async function fetchJson<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const call: RequestInit = { signal, credentials: "same-origin", redirect: "error" };
  if (body !== undefined) {
    call.method = "POST";
    call.headers = { "Content-Type": "application/json" };
    call.body = typeof body === "string" ? body : JSON.stringify(body);
  }
  const { status, text } = await answerOf(path, call);
  if (status < 200 || status > 299) throw refusal(status, text);
  const answer = parsed(text);
  if (answer === undefined) throw new Refusal(status, "The service's answer is no JSON.");
  return answer as T;
}

async function answerOf(path: string, call: RequestInit) {
  try {
    const response = await fetch(path, call);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw noAnswer();
  }
}

/** What went wrong, for people. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
