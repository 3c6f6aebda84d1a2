export const verify = {
  title: "Verify a certificate",
  intro:
    "Choose the certificate of an adopted text. It is checked here, in your browser: the file is sent nowhere, and no server is asked.",
  file: "Certificate (a JSON file)",
  holds: "Everything in this file is as it was signed.",
  fails: "This file is not as it was signed:",
  cannot:
    "This browser cannot check signatures, or the page came without https. Use a newer browser, or npm run verify -- with the file.",
  text: "Text",
  outcome: "Decision",
  tally: "{{yes}} – {{no}} – {{abstain}} (yes – no – abstain), {{needed}} needed",
  consensus: "without a vote",
  decidedAt: "Decided",
  key: "Key",
  keyHint:
    "Compare it with the key that the conference has made known: the file itself cannot prove whose it is.",
} as const;
