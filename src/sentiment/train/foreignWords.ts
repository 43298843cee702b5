/**
 * Small words of German, Spanish, French, Italian, Portuguese, Dutch and Swedish that are no words of English. English
 * texts quote them often enough to be learned; left out of the vocabulary, they show that a text is not English.
 */
export const FOREIGN_WORDS: ReadonlySet<string> = new Set(
  [
    'der das und ist nicht ein eine einen dem des mit sich auch auf für von zu wie aber noch nur ich du sie wir ihr',
    'haben werden wird sind sehr kein keine mein oder wenn',
    'el la los las y en una unos unas del al por para su sus lo le les se más pero este esta esto ese muy ya yo él',
    'ella nos está nada todo todos mi gusta sobre hay como que de un',
    'et est une dans qui ne pas vous je il elle ils sur au aux ce cette ces mais où avec sont été sa ses leur très bien',
    'fait tout du mes ou c’est qu j’ai je suis',
    'di che non per sono gli della dei delle più anche questo questa nel alla molto il',
    'um uma os não mais foi ao pelo seu sua isso muito eu é',
    'het een niet dat ik je hij zijn met voor maar ook wel geen deze heel',
    'och att det som på är av inte jag har till mycket',
  ].flatMap((words) => words.split(' ')),
);
