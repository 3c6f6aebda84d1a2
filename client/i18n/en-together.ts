/** Amendments beside each other: how far removed, what excludes what, three readings, what if, compromises, amendments to amendments. */
export const together = {
  reach: {
    whole_text: "Most of the text",
    deleted_paragraph: "Strikes out a paragraph",
    replaced_paragraph: "Replaces a paragraph",
    new_paragraph: "A new paragraph",
    words: "Words within a paragraph",
    structure: "Only places or kinds of paragraphs",
    style: "Only emphasis",
  },
  wordsOut_one: "1 word out",
  wordsOut_other: "{{count}} words out",
  wordsIn_one: "1 word in",
  wordsIn_other: "{{count}} words in",
  wordsMoved_one: "1 word elsewhere",
  wordsMoved_other: "{{count}} words elsewhere",
  distance: "Distance from the text",
  distanceHow: "How this is measured",
  distanceIs:
    "First comes what does the furthest thing: most of the text, a paragraph struck out, a paragraph replaced (under a third of its words stay), a new paragraph, words within a paragraph, only places or kinds of paragraphs, only emphasis. Among equals, more words taken out or put in come first, then a larger share of the words that stood there, then the earlier submission. Words that only stand elsewhere afterwards are not counted. An amendment to an amendment comes right before the one it amends.",
  distanceJudge: "It counts words and does not weigh them: what is furthest removed in substance, you judge.",
  excludes_one: "If adopted, {{tags}} is not put",
  excludes_other: "If adopted, {{tags}} are not put",
  impliedBy: "{{by}} was adopted, and that rejects this one",
  impliedReason: "{{by}} was adopted, and that already decides everything this amendment would change.",
} as const;
