// Who looks at the view, for the userId of a hook.

interface Claims {
  fhirUser?: string;
  profile?: string; // what fhirUser was called before
}

/**
 * The claim of an id_token as it came: the library's own short form takes the version of a versioned URL for the id. Where
 * the EHR does not tell who the user is, the hook still wants one.
 */
export function userOf(claims: Claims | null): string {
  return (claims?.fhirUser ?? claims?.profile ?? "").replace(/\/+$/, "") || "Practitioner/unknown";
}
