// What keeps the view from being shown, in words for the clinician. Nothing of what a server answered is repeated: it is not ours.

export class Problem extends Error {
  constructor(
    message: string,
    readonly advice: string,
  ) {
    super(message);
  }
}

const relaunch = "Please open this view again from the patient's chart.";

export const noCode = () => new Problem("This page was not opened by a launch.", relaunch);

export const foreignState = () =>
  new Problem("The authorization that came back was not the one that this browser asked for, so it is not used.", relaunch);

export const noToken = () => new Problem("The authorization server gave no access token.", relaunch);

export const noPatient = () =>
  new Problem("The EHR did not say which patient this is about.", "Please choose a patient first, and open this view from the chart.");

export const noPatientRecord = () =>
  new Problem("The patient could not be read from the FHIR server.", `Perhaps the access has expired or is too narrow. ${relaunch}`);

/** What the authorization server says by `error` in the address. */
export function refusedAuthorization(error: string): Problem {
  if (error === "access_denied") return new Problem("Access was denied: you, or the EHR, did not agree to it.", relaunch);
  const code = /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : "";
  return new Problem(`The authorization server refused this view${code}.`, "Tell who runs the service: it may not be registered rightly.");
}
