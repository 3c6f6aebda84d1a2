/** What no instrument is called: pages of a conference and screens of the app stand at these addresses. */
export const TAKEN_ADDRESSES: readonly string[] = [
  "for-you",
  "presence",
  "record",
  "reports",
  "rules",
  "verify",
];
