// Types of the Askwell help widget, served as /widget.d.ts by every Askwell server. Keep a copy beside your code:
//
//   curl --output askwell.d.ts https://HOST/widget.d.ts
//
// It declares `window.Askwell`, its events, and the attributes of the script tag. There is nothing to import.

declare namespace Askwell {
  /**
   * What `window.Askwell` can do. It is there as soon as the script has run; calls wait until the widget is ready. What
   * fails is told by the event `error` and a warning on the console; the promises are never rejected.
   */
  interface Api {
    /** Open the window. */
    open(): Promise<void>;
    /** Close the window; the focus goes back to where it was. */
    close(): Promise<void>;
    /** Open the window and ask; to a person, once a person has the conversation. At most 2,000 characters. */
    ask(text: string): Promise<void>;
    /**
     * Say who the visitor is: a JWT that your own server has signed, or their id with its HMAC. What was asked before goes
     * over to that person. With null they are signed out: in every tab, and nothing of them stays in the browser.
     */
    identify(who: string | UserHash | null): Promise<void>;
    /** Be told of an event, until the function that comes back is called. */
    on<Name extends keyof EventMap>(event: Name, listener: (detail: EventMap[Name]) => void): () => void;
    /** Take the widget, its listeners and `window.Askwell` off the page. The conversation stays for the next page. */
    destroy(): void;
  }

  /** A visitor by their id at your site. */
  interface UserHash {
    id: string;
    /** HMAC-SHA256 of the id with the identity secret, as hexadecimal digits. */
    hash: string;
    email?: string;
    name?: string;
  }

  /** What each event tells a listener. */
  interface EventMap {
    /** The launcher is on the page. */
    ready: undefined;
    /** The window has opened. */
    open: undefined;
    /** The window has closed. */
    close: undefined;
    /** The visitor has sent a line. */
    question: { text: string };
    /** The assistant has answered. */
    answer: Line;
    /** A person has been asked for, whoever decided so. */
    escalate: Handover;
    /** A person has written. */
    agent: Line;
    /** The visitor has said whether an answer helped. */
    feedback: { message_id: string; helpful: boolean };
    /** Something failed that you may mend; `identity_refused`: the visitor goes on as a guest. The code is the API's, or `network`. */
    error: { code: string; message: string };
    /** The widget is gone; the last event. */
    destroy: undefined;
  }

  /** A line of the assistant or of a person. */
  interface Line {
    message_id: string;
    author: 'assistant' | 'agent';
    /** The person's name; null for the assistant. */
    name: string | null;
    text: string;
    /** The whole answer object; null for a person's line. */
    answer: Answer | null;
  }

  /** What the assistant found, as `POST /v1/ask` answers. */
  interface Answer {
    conversation_id: string;
    message_id: string;
    decision: 'answer' | 'caveat' | 'clarify' | 'escalate';
    /** Probability that the best answer found is right, 0 to 1. */
    confidence: number;
    lang: string;
    /** Markdown with paragraphs, lists, tables and code only; `[1]` names a citation. */
    text: string;
    citations: Citation[];
    related: { document_id: string; title: string; url: string | null }[];
    /** What can be chosen, with the decision `clarify`. */
    choices?: string[];
    /** Why, where it is not a plain answer; such as `low_confidence` or `asked_for_person`. */
    reason: string | null;
    escalation: Escalation | null;
    generator: string;
    trace_id: string;
  }

  /** A verbatim quote: `quote` is `text[start:end]` of that version of the document, in Unicode code points. */
  interface Citation {
    id: number;
    document_id: string;
    document_version: string;
    title: string;
    url: string | null;
    heading: string[];
    quote: string;
    start: number;
    end: number;
    lang: string;
    /** When the content was last changed, as RFC 3339. */
    as_of: string;
  }

  /** A conversation on its way to a person. */
  interface Escalation {
    id: string;
    status: string;
    /** While it is queued: what the visitor may expect, in their language. */
    expectation?: string | null;
  }

  /** What becomes of a conversation that a person was asked for. */
  interface Handover {
    conversation_id: string;
    escalation: Escalation;
    /** `asked_for_person` when the visitor wanted one, else why the assistant does. */
    reason: string;
    /** What the visitor is told. */
    text: string;
  }

  /** The attributes of the script tag. All are optional, all are text. */
  interface Attributes {
    /** Language of the widget's own words: `en`, `es`, `fr`, `zh`, or one that `data-words` brings. Default: the page's, then the browser's. */
    'data-lang'?: string;
    /** Title of the window. */
    'data-title'?: string;
    /** What the assistant says first. */
    'data-greeting'?: string;
    /** Questions to choose from, with `|` between them. */
    'data-examples'?: string;
    /** Greeting and examples by path, as JSON: see `PageRules`. */
    'data-page'?: string;
    /** Words on the launcher; empty for the icon alone. */
    'data-launcher'?: string;
    /** Other words for the widget's own, as JSON: see `Words`. */
    'data-words'?: string;
    /** The colour of your brand, such as `#0b6bcb`. */
    'data-color'?: string;
    /** Default: as the visitor prefers. */
    'data-theme'?: 'light' | 'dark';
    /** The lower corner it sits in. Default: `right`. */
    'data-position'?: 'left' | 'right';
    /** Radius of the window's corners in CSS pixels. */
    'data-radius'?: string;
    /** A `font-family` that your page has. */
    'data-font'?: string;
    /** Address of a picture for the head of the window. */
    'data-logo'?: string;
    /** Present: begin with the search instead of the conversation. */
    'data-search'?: string;
    /** Present: open the window once the page has loaded. */
    'data-open'?: string;
    /** A JWT that your own server has signed. */
    'data-identity'?: string;
    /** The visitor's id at your site, with `data-user-hash`. */
    'data-user-id'?: string;
    /** HMAC-SHA256 of that id with the identity secret, as hexadecimal digits. */
    'data-user-hash'?: string;
    /** What you know of the visitor or the page, as JSON with up to 20 values. */
    'data-attributes'?: string;
  }

  /** The value of `data-page`: patterns of paths, `*` standing for anything; the first that fits counts. */
  interface PageRules {
    [path: string]: { greeting?: string; examples?: string[] };
  }

  /** The value of `data-words`: other words by key, or such an object for each language. */
  type Words = Record<string, string> | Record<string, Record<string, string>>;
}

/** The element that the script puts at the end of the page's body. Its parts are in a shadow root. */
interface AskwellWidgetElement extends HTMLElement {
  /** Whether the window is open. */
  readonly isOpen: boolean;
}

/** Undefined before the script has run and after `destroy()`. */
declare var Askwell: Askwell.Api | undefined;

interface Window {
  Askwell?: Askwell.Api;
}

interface HTMLElementTagNameMap {
  'askwell-widget': AskwellWidgetElement;
}
