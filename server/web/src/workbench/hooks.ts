// Calls and answers of CDS Hooks, as far as the workbench makes and shows them.
import type { Bundle, Resource } from "../common/api";

export const hookNames = ["order-sign", "order-select", "patient-view"] as const;
export type HookName = (typeof hookNames)[number];
export const isHookName = (text: unknown): text is HookName => hookNames.includes(text as HookName);

export interface Service {
  id: string;
  hook: string;
  title?: string;
  prefetch?: Record<string, string>;
}

export interface HookRequest {
  hook: HookName;
  hookInstance: string;
  fhirServer?: string;
  context: {
    userId: string;
    patientId: string;
    encounterId?: string;
    draftOrders?: Bundle;
    selections?: string[];
  };
  prefetch?: Record<string, Resource | Bundle | null>;
}

export interface Coding {
  code: string;
  system?: string;
  display?: string;
}

export interface Suggestion {
  label: string;
  uuid?: string;
  actions?: { type: string; description?: string; resource?: Resource }[];
}

export interface Card {
  uuid?: string;
  summary: string;
  detail?: string;
  indicator: "info" | "warning" | "critical";
  source: { label: string; url?: string; topic?: Coding };
  suggestions?: Suggestion[];
  selectionBehavior?: "any" | "at-most-one";
  overrideReasons?: Coding[];
  links?: { label: string; url: string; type: "absolute" | "smart" }[];
  extension?: { "bone-health-cds.basis"?: { advice?: string[] } };
}

/** The cards of an answer; undefined if it is none. */
export function cardsOf(body: unknown): Card[] | undefined {
  const cards = (body as { cards?: unknown } | null | undefined)?.cards;
  return Array.isArray(cards) ? (cards as Card[]) : undefined;
}
