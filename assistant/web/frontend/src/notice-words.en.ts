// The English texts of the notices; see notice-words.de.ts.
import type { notices as german } from "./notice-words.de";
import type { Entrance } from "./visitor";

const days = (count: number): string => (count === 1 ? "one day" : `${count.toLocaleString("en-GB")} days`);
const whose = ({ authority }: Entrance): string => authority ?? "the body that runs this service";

export const notices: typeof german = {
  accessibility: {
    heading: "Accessibility statement",
    parts: (entrance) => [
      {
        heading: "What it covers",
        texts: [
          `This statement covers “${entrance.name}”: the pages of this server and the question window on other pages of the intranet. Responsible is ${whose(entrance)}.`,
          "The standard is set by the German acts on equal opportunities for people with disabilities, in Lower Saxony section 9b NBGG, with the ordinance BITV 2.0. It refers to EN 301 549 and thereby to the Web Content Accessibility Guidelines (WCAG) 2.1, level AA.",
        ],
      },
      {
        heading: "How far the requirements are met",
        texts: ["The pages largely conform. This rests on the maker's own assessment, which is repeated with each version:"],
        list: [
          "all pages checked with the tool axe in light and dark, the question window also while an answer is being written",
          "operation by keyboard alone, with visible focus that returns to where it came from",
          "display at 320 pixels width, at 200 and 400 per cent zoom and with forced colours",
          "answers announced to screen readers in whole sentences",
        ],
      },
      {
        heading: "What is not accessible yet",
        list: [
          "Uploaded documents are as accessible as they were made. The text that was read stands beside each original.",
          "Pages of scanned originals are pictures; their text comes from character recognition and may have errors.",
          "Memos are written as Word files with headings and table headers, not as PDF/UA.",
          "With the English interface, answers, documents and some error messages stay German.",
          "There are no explanations in easy-to-read language and in German sign language yet.",
          "A check by an independent body and by people with disabilities is outstanding.",
        ],
      },
      { heading: "Date", texts: ["This statement was prepared in November 2026 on the basis of the assessment named above."] },
      {
        heading: "Report barriers",
        texts: entrance.contact
          ? ["If you meet a barrier or need a content in another form, write to:"]
          : ["No contact is entered for this server yet. Please turn to the body that runs the service; it enters the contact in the settings (AKTENLOTSE_CONTACT)."],
        contact: entrance.contact,
      },
      {
        heading: "If that does not help",
        texts: entrance.enforcement
          ? ["If you get no satisfactory answer, you can turn to this body. The procedure is free of charge and needs no lawyer."]
          : ["If you get no satisfactory answer, you can turn to the arbitration body that your federal state's act on equal opportunities has set up. Its address is not entered here yet (AKTENLOTSE_ENFORCEMENT)."],
        contact: entrance.enforcement,
      },
    ],
  },

  privacy: {
    heading: "Privacy and AI",
    parts: (entrance) => [
      {
        heading: "You are talking to an AI",
        texts: [
          "Answers are made by machine from the documents that were put in here: a program looks for passages and quotes them, or a language model words an answer from them. Each sentence is checked against its source; what is not borne out is marked.",
          "Answers may still be wrong or incomplete. Please check them against the sources before you act on them. The program decides nothing and assesses nobody.",
        ],
      },
      {
        heading: "What is stored",
        texts: [`Responsible is ${whose(entrance)}.`],
        list: [
          ...(entrance.identity === "demo"
            ? ["This demonstration has no sign-in; conversations stay in your browser, for 30 days at most."]
            : [
                "Your account: name, groups, rights and when you are signed in.",
                `Your conversations: they are deleted ${days(entrance.conversation_days)} after the last question, those from confidential documents after ${days(entrance.confidential_days)}. Only you can read them.`,
              ]),
          entrance.question_days
            ? `Questions without a name and without reference to your account for ${days(entrance.question_days)}, to find gaps in the documents. They are shown in groups of five or more only.`
            : "Questions are not kept for statistics.",
          "Feedback on answers, without a name.",
          "An audit of who signed in and who changed documents or rights. It does not hold what anybody asked.",
        ],
      },
      {
        heading: "What stays in your browser",
        texts: ["A cookie for the sign-in, which scripts cannot read, and the chosen language. None of it serves observation, and nothing goes to other servers."],
      },
      {
        heading: "Your rights",
        texts: [
          "Under “My account” you see everything that is stored about you; there you can download and delete it (Art. 15, 17 and 20 GDPR). There are no figures about single people.",
          entrance.privacy_contact ? "Questions about privacy are answered by:" : "Questions about privacy are answered by the data protection officer of your organisation.",
        ],
        contact: entrance.privacy_contact,
      },
    ],
  },
};
