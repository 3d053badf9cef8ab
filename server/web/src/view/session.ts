// Back from the authorization server: the code becomes access to the patient's data, held in this tab alone.
import FHIR from "fhirclient";
import type Client from "fhirclient/lib/Client";
import { foreignState, noCode, noToken, refusedAuthorization } from "./problem";

export type { Client };

export async function openSession(): Promise<Client> {
  const address = new URLSearchParams(location.search);
  const code = address.get("code");
  const state = address.get("state");
  const error = address.get("error");
  // A code without the state of this tab may be anybody's, so it is never exchanged.
  if (code !== null && !isOurs(state)) throw foreignState();
  if (code !== null || error !== null) history.replaceState({}, "", location.pathname);
  if (error !== null) throw isOurs(state) ? refusedAuthorization(error) : foreignState();
  const client = code !== null && state !== null ? await exchanged(code, state) : await reopened();
  if (!client.getState("tokenResponse.access_token")) throw noToken();
  return client;
}

const isOurs = (state: string | null) => state !== null && sessionStorage.getItem(state) !== null;

// The library sends a code as it gets it (2.6.3, buildTokenRequest), so it gets one that is encoded for the form.
async function exchanged(code: string, stateKey: string): Promise<Client> {
  try {
    return await FHIR.oauth2.ready({ code: encodeURIComponent(code), stateKey });
  } catch {
    throw noToken();
  }
}

async function reopened(): Promise<Client> {
  try {
    return await FHIR.oauth2.ready();
  } catch {
    throw noCode();
  }
}
