// Sends the browser to the EHR's authorization server: authorization code with PKCE (S256), and a state of this tab.
import FHIR from "fhirclient";
import { fetchWellKnownJson } from "fhirclient/lib/smart";
import type { SmartConfiguration } from "../common/api";
import { fetchJson } from "../common/http";

const unreachable =
  "The FHIR server cannot be reached from this page, or it does not offer SMART App Launch with PKCE. It must be one that this service is set up for.";

/** iss: the FHIR server; launch: the EHR's word for the chart that is open, without which the user chooses a patient there. */
export async function askAuthorization(iss: string, launch: string | undefined): Promise<void> {
  if (!/^https?:\/\//.test(iss)) throw new Error("The FHIR server must be an http or https address.");
  const { clientId, scope } = await fetchJson<SmartConfiguration>("/smart/configuration");
  // The library takes its own parameters out of the address first; whoever made the link must not choose them.
  history.replaceState({}, "", `/smart/launch?${new URLSearchParams(launch === undefined ? { iss } : { iss, launch })}`);
  try {
    const { capabilities, scopes_supported } = await fetchWellKnownJson(iss);
    const hasOpenId = [...(capabilities ?? []), ...(scopes_supported ?? [])].some((word) => /^(sso-openid-connect|openid)$/.test(word));
    await FHIR.oauth2.authorize({
      clientId,
      scope: scopeFor(scope, launch !== undefined, hasOpenId),
      iss,
      launch,
      redirectUri: new URL("/smart/view", location.href).href,
      pkceMode: "required",
      stateKey: crypto.randomUUID(), // the library's own is not made to be hard to guess
      completeInTarget: true,
    });
  } catch {
    throw new Error(unreachable);
  }
}

// "launch" and "launch/patient" exclude each other: either the EHR knows the patient, or the user is asked. A server without
// OpenID may refuse its words; who the user is it cannot tell anyway.
function scopeFor(scope: string, byEhr: boolean, hasOpenId: boolean): string {
  const left = hasOpenId ? /^(launch(\/.*)?)?$/ : /^(launch(\/.*)?|openid|fhirUser)?$/;
  const others = scope.split(/\s+/).filter((word) => !left.test(word));
  return [byEhr ? "launch" : "launch/patient", ...others].join(" ");
}
