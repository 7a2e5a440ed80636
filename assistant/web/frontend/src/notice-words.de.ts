// The German texts of the notices; notice-words.en.ts says the same in English.
import type { Entrance } from "./visitor";

export interface Part {
  heading: string;
  texts?: string[];
  list?: string[];
  /** Whom to write to: an address for e-mails, or a text with lines. */
  contact?: string;
}

export interface Notice {
  heading: string;
  parts: (entrance: Entrance) => Part[];
}

const days = (count: number): string => (count === 1 ? "einen Tag" : `${count.toLocaleString("de-DE")} Tage`);
const whose = ({ authority }: Entrance): string => authority ?? "die Stelle, die diesen Dienst betreibt";

export const notices: Record<"accessibility" | "privacy", Notice> = {
  accessibility: {
    heading: "Erklärung zur Barrierefreiheit",
    parts: (entrance) => [
      {
        heading: "Wofür sie gilt",
        texts: [
          `Diese Erklärung gilt für „${entrance.name}“: die Seiten dieses Servers und das Fragefenster auf anderen Seiten des Intranets. Verantwortlich ist ${whose(entrance)}.`,
          "Maßstab sind die Behindertengleichstellungsgesetze des Bundes und der Länder, in Niedersachsen § 9b NBGG, mit der Barrierefreie-Informationstechnik-Verordnung (BITV 2.0). Sie verweist auf die Norm EN 301 549 und damit auf die Web Content Accessibility Guidelines (WCAG) 2.1, Stufe AA.",
        ],
      },
      {
        heading: "Wie weit die Anforderungen erfüllt sind",
        texts: ["Die Seiten sind mit den Anforderungen weitgehend vereinbar. Das beruht auf einer Selbstbewertung beim Hersteller, die mit jeder Fassung wiederholt wird:"],
        list: [
          "Prüfung aller Seiten mit dem Werkzeug axe in heller und dunkler Darstellung, im Fragefenster auch, während eine Antwort geschrieben wird",
          "Bedienung allein mit der Tastatur, mit sichtbarem Fokus und seiner Rückkehr an den Ausgangsort",
          "Darstellung bei 320 Pixeln Breite, bei 200 und 400 Prozent Vergrößerung und mit erzwungenen Farben",
          "Ansage der Antworten in ganzen Sätzen für Vorleseprogramme",
        ],
      },
      {
        heading: "Was noch nicht barrierefrei ist",
        list: [
          "Hochgeladene Dokumente sind so zugänglich, wie sie erstellt wurden. Neben jedem Original steht der gelesene Text.",
          "Seiten eingescannter Originale sind Bilder; ihr Text stammt aus einer Texterkennung und kann Fehler haben.",
          "Vermerke werden als Word-Datei mit Überschriften und Tabellenköpfen ausgegeben, nicht als PDF/UA.",
          "Ist die Oberfläche auf Englisch gestellt, bleiben Antworten, Dokumente und einige Fehlermeldungen deutsch.",
          "Erläuterungen in Leichter Sprache und in Deutscher Gebärdensprache gibt es noch nicht.",
          "Eine Prüfung durch eine unabhängige Stelle und durch Menschen mit Behinderungen steht aus.",
        ],
      },
      { heading: "Stand", texts: ["Diese Erklärung wurde im November 2026 auf der Grundlage der genannten Selbstbewertung erstellt."] },
      {
        heading: "Barrieren melden",
        texts: entrance.contact
          ? ["Stoßen Sie auf eine Barriere oder brauchen Sie einen Inhalt in anderer Form, schreiben Sie an:"]
          : ["Für diesen Server ist noch keine Kontaktstelle eingetragen. Wenden Sie sich bitte an die Stelle, die den Dienst betreibt; sie trägt die Kontaktstelle in den Einstellungen ein (AKTENLOTSE_CONTACT)."],
        contact: entrance.contact,
      },
      {
        heading: "Wenn das nicht hilft",
        texts: entrance.enforcement
          ? ["Bekommen Sie keine zufriedenstellende Antwort, können Sie sich an diese Stelle wenden. Das Verfahren kostet Sie nichts, und Sie brauchen keinen Rechtsbeistand."]
          : ["Bekommen Sie keine zufriedenstellende Antwort, können Sie sich an die Schlichtungsstelle wenden, die nach dem Behindertengleichstellungsgesetz Ihres Landes eingerichtet ist. Ihre Anschrift ist hier noch nicht eingetragen (AKTENLOTSE_ENFORCEMENT)."],
        contact: entrance.enforcement,
      },
    ],
  },

  privacy: {
    heading: "Datenschutz und KI",
    parts: (entrance) => [
      {
        heading: "Sie sprechen mit einer KI",
        texts: [
          "Antworten entstehen maschinell aus den Unterlagen, die hier eingestellt sind: Ein Programm sucht passende Stellen und zitiert sie, oder ein Sprachmodell formuliert daraus eine Antwort. Jeder Satz wird an seiner Quelle geprüft; was nicht belegt ist, ist gekennzeichnet.",
          "Antworten können trotzdem falsch oder unvollständig sein. Bitte prüfen Sie sie an den Quellen, bevor Sie danach handeln. Das Programm entscheidet nichts und bewertet niemanden.",
        ],
      },
      {
        heading: "Was gespeichert wird",
        texts: [`Verantwortlich ist ${whose(entrance)}.`],
        list: [
          ...(entrance.identity === "demo"
            ? ["In dieser Demonstration gibt es keine Anmeldung; Gespräche bleiben in Ihrem Browser, längstens 30 Tage."]
            : [
                "Ihr Konto: Name, Gruppen, Rechte und wann Sie angemeldet sind.",
                `Ihre Gespräche: ${days(entrance.conversation_days)} nach der letzten Frage werden sie gelöscht, solche aus vertraulichen Dokumenten nach ${days(entrance.confidential_days)}. Nur Sie können sie lesen.`,
              ]),
          entrance.question_days
            ? `Fragen ohne Namen und ohne Bezug zu Ihrem Konto für ${days(entrance.question_days)}, um Lücken in den Unterlagen zu finden. Gezeigt werden sie nur in Gruppen von mindestens fünf.`
            : "Fragen werden nicht für Auswertungen aufgehoben.",
          "Rückmeldungen zu Antworten, ohne Namen.",
          "Ein Protokoll, wer sich angemeldet und wer Dokumente oder Rechte geändert hat. Was jemand gefragt hat, steht nicht darin.",
        ],
      },
      {
        heading: "Was in Ihrem Browser bleibt",
        texts: ["Ein Cookie für die Anmeldung, das Skripte nicht lesen können, und die gewählte Sprache. Nichts davon dient der Beobachtung, und nichts geht an andere Server."],
      },
      {
        heading: "Ihre Rechte",
        texts: [
          "Unter „Mein Konto“ sehen Sie alles, was über Sie gespeichert ist; dort können Sie es herunterladen und löschen (Art. 15, 17 und 20 DSGVO). Über einzelne Personen gibt es keine Auswertungen.",
          entrance.privacy_contact ? "Fragen zum Datenschutz beantwortet:" : "Fragen zum Datenschutz beantwortet die oder der Datenschutzbeauftragte Ihrer Dienststelle.",
        ],
        contact: entrance.privacy_contact,
      },
    ],
  },
};
