// What became of a card, told to the service as EHRs tell it.
import { fetchJson } from "../common/http";
import type { Card, Coding } from "./hooks";

const send = (service: string, item: object) =>
  fetchJson<unknown>(`/cds-services/${service}/feedback`, { feedback: [{ ...item, outcomeTimestamp: new Date().toISOString() }] });

export const sendAccepted = (service: string, card: Card, suggestion: string) =>
  send(service, { card: card.uuid, outcome: "accepted", acceptedSuggestions: [{ id: suggestion }] });

export const sendOverridden = (service: string, card: Card, { code, system }: Coding) =>
  send(service, { card: card.uuid, outcome: "overridden", overrideReason: { reason: { code, system } } });
