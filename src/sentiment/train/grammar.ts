/**
 * Original sentences, written for this project as a small grammar: what negation, order, "but" and comparison do to the
 * same words, and how a program speaks of errors without feeling. Reviews alone show too little of either.
 */
import type { Generator } from '../../engine/generator';
import type { Example, Label } from '../labels';

const SUBJECTS = (
  'the film|the plot|the story|the acting|the book|the song|this library|the new version|the update|the interface|' +
  'the documentation|the API|the code|the review|the service|the staff|the food|the room|the phone|the battery|' +
  'the screen|the support|the course|the editor|the build|the design|this|it|the tool|the game|the ending|the test suite'
).split('|');

const ADJECTIVES = {
  positive: (
    'good|great|excellent|clear|useful|helpful|fast|fun|impressive|reliable|beautiful|funny|clever|elegant|pleasant|' +
    'interesting|convincing|enjoyable|brilliant|amazing|satisfying|nice|smart|wonderful|perfect|fantastic|charming|' +
    'delightful|moving|entertaining|fresh|powerful|solid|simple|clean|readable|responsive|friendly|lovely|awesome|superb|' +
    'thoughtful|accurate|stable|comfortable|tasty|touching|memorable|original|safe|careful|stunning|gripping|witty|strong'
  ).split('|'),
  negative: (
    'bad|terrible|slow|boring|broken|useless|confusing|awful|ugly|dull|unreliable|annoying|disappointing|horrible|poor|' +
    'clumsy|stupid|frustrating|painful|buggy|lousy|weak|tedious|pointless|predictable|messy|lazy|shallow|noisy|silly|' +
    'pathetic|lame|bland|unfunny|ridiculous|incomplete|unclear|outdated|unstable|rude|cheap|fragile|misleading|wrong|' +
    'unreadable|overpriced|dirty|forgettable|sloppy|inaccurate|depressing|hollow|pretentious|unbearable|worthless|flawed'
  ).split('|'),
} as const;
const PREDICATES = {
  positive:
    'easy to use|worth it|well written|well made|a pleasure|a success|a joy|worth every minute|up to date'.split('|'),
  negative:
    'hard to use|a waste of time|a mess|badly written|a failure|a disaster|a pain|full of holes|out of date'.split('|'),
} as const;
const NOUNS =
  'film|idea|book|library|choice|design|story|tool|change|answer|place|product|game|performance|solution'.split('|');

const NEGATIONS = 'is not|isn’t|was not|wasn’t|is never|is hardly|is anything but|is far from|is by no means'.split(
  '|',
);
const PLAIN = 'is|was|is really|is very|is so|is quite|has always been|turned out to be|feels'.split('|');
const LIKING = 'like|love|enjoy|recommend|trust|am happy with'.split('|');
const THINGS = (
  'parser|worker|cache|index|list|file|folder|request|response|token|buffer|thread|process|option|module|header|query|' +
  'column|server|client|parameter|callback|array|string|path|commit|branch|log|window|message'
).split('|');

/** `{thing}` is one of THINGS. Many hold words that are bad news elsewhere. */
const FACTS = (
  'Returns the {thing} , or null when there is none .|If the {thing} is not set , the default is used .|' +
  'Does nothing when the {thing} is empty .|Never call this before the {thing} is open .|Not used by the {thing} .|' +
  'The error is passed on to the {thing} .|Kills the {thing} when it does not answer within a second .|' +
  'Throws an error when the {thing} is missing or invalid .|A dead {thing} is started again .|' +
  'Bad input is refused by the {thing} .|The {thing} is sorted by name .|Add a test for the {thing} .|' +
  'Fix the {thing} on Windows .|Remove the unused {thing} .|Rename the {thing} .|See the {thing} for details .|' +
  'TODO : move this to the {thing} .|The {thing} must not be negative .|Which {thing} does this use ?|' +
  'Is the {thing} good or bad ?|How do I open the {thing} ?|The {thing} has two parts .|We met on Monday to talk about the {thing} .|' +
  'The {thing} fails with status 404 when it is not found .|Each {thing} is read once and then closed .|' +
  'Warnings of the {thing} go to the console .|Illegal characters in the {thing} are replaced .|' +
  'Fatal errors end the {thing} .|Stop after the first failure of the {thing} .|The {thing} is deprecated since version 3 .'
).split('|');

/** How people speak of each other's code and of the libraries they use. */
const REMARKS = {
  positive: (
    '{name} is easy to set up and well documented|{name} is a good choice for this|I would go with {name} , it just works|' +
    '{name} saves a lot of time|{name} has better performance than the others|{name} is more flexible than {other}|' +
    'use {name} , it is much faster than {other}|{name} handles this nicely|{name} works great for me|thanks , that works|' +
    'nice catch|looks good to me|this is a clean solution|thank you for the fix|well done , this is much simpler now|' +
    '{name} makes parsing very simple|the support in {name} is really good|{name} is stable and widely used'
  ).split('|'),
  negative: (
    '{name} is slow with large files|there is a bug in {name}|{name} lacks documentation|I would avoid {name}|' +
    '{name} is a pain to configure|{name} does not support this , unfortunately|{name} leaks memory and crashes|' +
    '{name} is no longer maintained|{name} is slower than {other}|{name} is too complicated for this|' +
    'this is wrong|this does not work|this will break on Windows|this makes no sense to me|why is this even needed ?|' +
    'please do not do this|this is a bad idea|I do not like this change|still broken for me|it is very hard to read this|' +
    'I have been stuck on this for hours|the problem with {name} is that it is poorly designed|{name} has limited support for this'
  ).split('|'),
} as const;
const NAMES = (
  'the library|this framework|the parser|the driver|this package|the plugin|the toolkit|the old API|the client|this module|' +
  'the compiler|the editor|it'
).split('|');

type Feeling = 'positive' | 'negative';
const other = (feeling: Feeling): Feeling => (feeling === 'positive' ? 'negative' : 'positive');

/** So many sentences, drawn with the generator. */
export function grammarSentences(count: number, generator: Generator): Example[] {
  const one = <T>(items: readonly T[]): T => items[Math.floor(generator.uniform() * items.length)]!;
  const adjective = (feeling: Feeling): string => one(ADJECTIVES[feeling]);
  const word = (feeling: Feeling): string =>
    generator.uniform() < 0.15 ? one(PREDICATES[feeling]) : adjective(feeling);
  const article = (text: string): string => `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}`;
  const clause = (feeling: Feeling): string =>
    generator.uniform() < 0.4
      ? `${one(SUBJECTS)} ${one(NEGATIONS)} ${word(other(feeling))}`
      : `${one(SUBJECTS)} ${one(PLAIN)} ${word(feeling)}`;
  const remark = (feeling: Feeling): string =>
    one(REMARKS[feeling]).replace('{name}', one(NAMES)).replace('{other}', one(NAMES));
  /** What each pattern says, given the feeling it is to end with. */
  const patterns: readonly ((feeling: Feeling) => string)[] = [
    clause,
    clause,
    clause,
    remark,
    remark,
    remark,
    remark,
    remark,
    (feeling) => `${clause(other(feeling))} , but ${clause(feeling)}`,
    (feeling) => `${clause(other(feeling))} , yet ${clause(feeling)}`,
    (feeling) => `although ${clause(other(feeling))} , ${clause(feeling)}`,
    (feeling) => `${clause(feeling)} , although ${clause(other(feeling))}`,
    (feeling) => `${one(SUBJECTS)} is ${word(feeling)} , not ${word(other(feeling))}`,
    (feeling) => `${one(SUBJECTS)} is not ${word(other(feeling))} but ${word(feeling)}`,
    (feeling) => `${one(SUBJECTS)} is more ${word(feeling)} than ${word(other(feeling))}`,
    (feeling) => `I expected something ${word(other(feeling))} and got something ${word(feeling)}`,
    (feeling) => `I thought ${one(SUBJECTS)} would be ${word(other(feeling))} , but it was ${word(feeling)}`,
    (feeling) => `it used to be ${word(other(feeling))} , now it is ${word(feeling)}`,
    (feeling) => `not ${word(other(feeling))} at all`,
    (feeling) => `${one(SUBJECTS)} ${one(NEGATIONS)} ${word(other(feeling))} at all`,
    (feeling) => `${one(['this is', 'it was', 'I call it'])} ${article(`${adjective(feeling)} ${one(NOUNS)}`)}`,
    (feeling) =>
      `${one(['this is not', 'it isn’t', 'it was never'])} ${article(`${adjective(other(feeling))} ${one(NOUNS)}`)}`,
    (feeling) =>
      `not ${article(`${adjective(other(feeling))} ${one(NOUNS)}`)} , but ${article(`${adjective(feeling)} one`)}`,
    (feeling) => `there is nothing ${adjective(other(feeling))} about ${one(SUBJECTS)}`,
    (feeling) => `no ${one(NOUNS)} could be more ${adjective(feeling)}`,
    (feeling) => `I did not expect much , ${feeling === 'positive' ? 'yet' : 'and rightly :'} ${clause(feeling)}`,
    (feeling) =>
      `I ${feeling === 'positive' ? one(['', 'really', 'still']) : one(['don’t', 'do not', 'never', 'can’t'])} ${one(LIKING)} ${one(SUBJECTS)}`,
    (feeling) =>
      `${one(SUBJECTS)} ${feeling === 'positive' ? 'never fails' : 'fails'} to ${one(['impress', 'deliver', 'convince', 'entertain', 'work'])}`,
    (feeling) =>
      `${one(SUBJECTS)} works ${feeling === 'positive' ? 'without' : 'only with'} ${one(['problems', 'trouble', 'bugs', 'errors', 'effort'])}`,
    (feeling) =>
      `the ${feeling === 'positive' ? 'new' : 'old'} one ${one(['is', 'was'])} better than the ${feeling === 'positive' ? 'old' : 'new'} one`,
    (feeling) =>
      `the ${feeling === 'positive' ? 'old' : 'new'} one ${one(['is', 'was'])} worse than the ${feeling === 'positive' ? 'new' : 'old'} one`,
    (feeling) => `nobody ${feeling === 'positive' ? 'complained about' : 'liked'} ${one(SUBJECTS)}`,
  ];
  return Array.from({ length: count }, () => {
    if (generator.uniform() < 0.15)
      return { text: one(FACTS).replace('{thing}', one(THINGS)), label: 'neutral' as const };
    const label: Feeling & Label = generator.uniform() < 0.5 ? 'positive' : 'negative';
    return { text: `${one(patterns)(label)} ${one(['.', '.', '!'])}`, label };
  });
}
