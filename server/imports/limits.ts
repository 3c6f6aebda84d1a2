/** Far above any instrument; what is longer could not be sent back as a command. */
export const MAX_PARAGRAPHS = 5_000;
export const MAX_CHARACTERS = 500_000;
