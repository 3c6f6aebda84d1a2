import { paragraphsFromHtml, paragraphsFromPlain } from "../../shared/text/html-paragraphs";
import type { Run } from "../../shared/text/model";
import type { FoundParagraph } from "../../shared/text/typed-numbers";
import { htmlNodes } from "../support/html";

const words = (runs: readonly Run[]) =>
  runs
    .map(({ text, marks }) =>
      marks.reduce((inner, mark) => (mark.type === "em" ? `*${inner}*` : `**${inner}**`), text),
    )
    .join("");
const show = (found: readonly FoundParagraph[]) =>
  found.map(({ kind, level, runs }) => `${kind ?? "–"}${level > 0 ? level : ""}: ${words(runs)}`);
const read = (html: string) => show(paragraphsFromHtml(htmlNodes(html)).paragraphs);

// What Word puts on the clipboard: its own style sheet, list items as paragraphs whose number is written out.
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=ProgId content=Word.Document><style><!-- p.MsoNormal {margin:0cm;font-family:Calibri;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'>
<!--StartFragment-->
<p class=MsoNormal style='margin-bottom:8.0pt'><i><span lang=EN-GB style='font-size:12.0pt;font-family:"Times New Roman",serif'>Recalling</span></i><span
lang=EN-GB> its earlier
resolution,<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a><o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-GB style='mso-fareast-font-family:Calibri'><span style='mso-list:Ignore'>(a)<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=EN-GB>to plan <b>together</b>;<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpLast style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>(i)<span>&nbsp;&nbsp; </span></span><![endif]>in each district;<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>City</p></td><td><p class=MsoNormal>Year</p></td></tr></table>
<p class=MsoNormal><span style='mso-no-proof:yes'><!--[if gte vml 1]><v:shape id="_x0000_i1025"/><![endif]--><img width=10 height=10 src="file:///C:/temp/clip_image001.png"></span></p>
<p class=MsoNormal>2.<span style='mso-tab-count:1'>      </span>Decides to <del>wait</del><ins>act</ins>.<span style='display:none;mso-hide:all'>hidden</span></p>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>[1] A source.</p></div></div>
<!--EndFragment--></body></html>`;

const GOOGLE_DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e3d4c"><p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-family:Arial;font-weight:400;font-style:normal;">Cities </span><span style="font-weight:700;font-style:normal;">learn</span><span style="font-weight:400;font-style:italic;"> together</span></p><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">first</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span style="font-weight:400;">under it</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>second</span></p></li></ul><br class="Apple-interchange-newline"></b>`;

const LIBRE_OFFICE = `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><style type="text/css">p { margin-bottom: 0.25cm }</style></head><body lang="fr-FR" dir="ltr">
<h2 class="western"><b>Préambule</b></h2>
<p align="left" style="line-height: 115%"><font face="Liberation Serif, serif"><font size="3"><i>Rappelant</i> l’article
premier</font></font></p>
<ol type="a"><li><p style="line-height: 100%">de soutenir&nbsp;;</p></li><li><p>d’évaluer.</p><p>Et de publier.</p></li></ol>
</body></html>`;

const WEB = `<div class="post"><script>alert(1)</script><h1>News</h1><p>One<sup>th</sup> <a href="https://example.org/x">link</a>
and <strong>more</strong>.</p><div>Line one<br>line two<br><br>After a gap</div>
<table role="presentation"><tr><td><div>Laid out in a table</div></td></tr></table><figure><img src="a.png" alt=""><img src="b.png"></figure>
<pre>1. First

2. Second</pre></div>`;

describe("what comes from other programs", () => {
  test("Word: lists by their level, numbers that it wrote out left off, tables, pictures and notes named", () => {
    expect(read(WORD)).toEqual([
      "–: *Recalling* its earlier resolution,",
      "point1: to plan **together**;",
      "point2: in each district;",
      "operative: Decides to act.",
    ]);
    expect(paragraphsFromHtml(htmlNodes(WORD)).notTaken).toEqual({ tables: 1, images: 1, footnotes: 1 });
  });

  test("a list that counts 1, 2, 3 is of operative paragraphs, and what is in it points; letters are points", () => {
    const list = (type: string) =>
      `<ol${type}><li>Decide:<ol type="a"><li>to plan;<ul><li>soon;</li></ul></li></ol></li><li>Invite.</li></ol>`;
    expect(read(list(""))).toEqual([
      "operative: Decide:",
      "point1: to plan;",
      "point2: soon;",
      "operative: Invite.",
    ]);
    const points = ["point1: Decide:", "point2: to plan;", "point3: soon;", "point1: Invite."];
    expect(read(list(' type="a"'))).toEqual(points);
    expect(read(list(' style="list-style-type: lower-roman"'))).toEqual(points);
    const word = (level: number, sign: string, words: string) =>
      `<p class=MsoListParagraph style='mso-list:l1 level${level} lfo2'><span style='mso-list:Ignore'>${sign}<span>&nbsp;&nbsp; </span></span>${words}</p>`;
    expect(read(word(1, "1.", "Decide:") + word(2, "(a)", "to plan;") + word(1, "2.", "Invite."))).toEqual([
      "operative: Decide:",
      "point1: to plan;",
      "operative: Invite.",
    ]);
  });

  test("Google Docs: emphasis from styles, not from the bold that wraps it all", () => {
    expect(read(GOOGLE_DOCS)).toEqual([
      "–: Cities **learn*** together*",
      "point1: first",
      "point2: under it",
      "point1: second",
    ]);
  });

  test("LibreOffice: headings without their bold, an item of two paragraphs is one point", () => {
    expect(read(LIBRE_OFFICE)).toEqual([
      "heading: Préambule",
      "–: *Rappelant* l’article premier",
      "point1: de soutenir\u00a0;",
      "point1: d’évaluer. Et de publier.",
    ]);
  });

  test("the web: no scripts, links are words, lines are joined, tables of one column are no tables", () => {
    expect(read(WEB)).toEqual([
      "heading: News",
      "–: Oneth link and **more**.",
      "–: Line one line two",
      "–: After a gap",
      "–: Laid out in a table",
      "operative: First",
      "operative: Second",
    ]);
    expect(paragraphsFromHtml(htmlNodes(WEB)).notTaken).toEqual({ tables: 0, images: 2, footnotes: 0 });
  });

  test("nothing, and only space, is nothing", () => {
    expect(read("<p>&nbsp;</p><p> </p><br>")).toEqual([]);
    expect(paragraphsFromPlain(" \n\t\n")).toEqual([]);
  });
});

describe("plain text and typed numbers", () => {
  const plain = (...lines: string[]) => show(paragraphsFromPlain(lines.join("\n")));

  test("each line is a paragraph; where empty lines part them, wrapped lines are joined", () => {
    expect(plain("one", "two")).toEqual(["–: one", "–: two"]);
    const long = "a line that was wrapped by a program that writes mails";
    expect(plain(long, "goes on", "", "next")).toEqual([`–: ${long} goes on`, "–: next"]);
    expect(plain("short", "short too", "", "next")).toEqual(["–: short", "–: short too", "–: next"]);
    const han = "字".repeat(60);
    expect(plain(han, "继续", "", "下一段")).toEqual([`–: ${han}继续`, "–: 下一段"]);
  });

  test("numbers of three depths, and back", () => {
    expect(
      plain("1. Decide:", "(a) plan;", "(i) here;", "(ii) there;", "(1) deep;", "(b) act.", "2. Thank."),
    ).toEqual([
      "operative: Decide:",
      "point1: plan;",
      "point2: here;",
      "point2: there;",
      "point3: deep;",
      "point1: act.",
      "operative: Thank.",
    ]);
  });

  test("(i) after (h) is a letter, elsewhere a numeral", () => {
    const letters = [..."abcdefgh"].map((letter) => `(${letter}) x`);
    expect(plain(...letters, "(i) ninth", "(j) tenth").slice(-2)).toEqual(["point1: ninth", "point1: tenth"]);
    expect(plain("(i) first", "(ii) second", "(v) fifth")).toEqual([
      "point1: first",
      "point1: second",
      "point1: fifth",
    ]);
  });

  test("French and Chinese signs, and bullets of two depths", () => {
    expect(
      plain("1. Décide :", "a) de planifier ;", "i) ici ;", "b) d’agir.").map((one) => one.split(":")[0]),
    ).toEqual(["operative", "point1", "point2", "point1"]);
    expect(plain("一、总则", "1．承诺：", "(a) 规划；", "㈠ 城市；", "（二）乡村。")).toEqual([
      "heading: 总则",
      "operative: 承诺：",
      "point1: 规划；",
      "point2: 城市；",
      "point2: 乡村。",
    ]);
    expect(plain("• one", "◦ under", "• two", "– dash")).toEqual([
      "point1: one",
      "point2: under",
      "point1: two",
      "point2: dash",
    ]);
  });

  test("what only looks like a number stays as it is", () => {
    const lines = [
      "(see above) it stands",
      "2013. It was a year",
      "e.g. this",
      "I. Kant said so.",
      "3.5 per cent",
      "(mdcl) no",
    ];
    expect(plain(...lines)).toEqual(lines.map((line) => `–: ${line}`));
  });

  test("of a structured text the numbers and names say what is a feature, a measure, a source of data", () => {
    expect(
      plain(
        "1. Sleep",
        "1.1 Everybody sleeps.",
        "1.1.1 Measure: Hours of sleep",
        "- Nights in a year",
        "Source of data: Survey",
        "No sign",
      ),
    ).toEqual([
      "area: Sleep",
      "feature1: Everybody sleeps.",
      "measure2: Hours of sleep",
      "measure2: Nights in a year",
      "source2: Survey",
      "–: No sign",
    ]);
    // One sign may be chance.
    expect(plain("Source: a survey")).toEqual(["–: Source: a survey"]);
  });
});
