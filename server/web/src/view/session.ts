// Back from the authorization server: the code becomes access to the patient's data, held in this tab alone.
import FHIR from "fhirclient";
import type Client from "fhirclient/lib/Client";
import { foreignState, noCode, noToken, refusedAuthorization } from "./problem";

export type { Client };

export async function openSession(): Promise<Client> {
  const address = new URLSearchParams(location.search);
  const state = address.get("state");
  const error = address.get("error");
  // A code without the state of this tab may be anybody's, so it is never exchanged.
  if (address.has("code") && !isOurs(state)) throw foreignState();
  if (error !== null) {
    history.replaceState({}, "", location.pathname);
    throw isOurs(state) ? refusedAuthorization(error) : foreignState();
  }
  const client = await readyClient(address.has("code"));
  if (!client.getState("tokenResponse.access_token")) throw noToken();
  return client;
}

const isOurs = (state: string | null) => state !== null && sessionStorage.getItem(state) !== null;

async function readyClient(hasCode: boolean): Promise<Client> {
  try {
    return await FHIR.oauth2.ready();
  } catch {
    throw hasCode ? noToken() : noCode();
  }
}
