package dev.rapport.chat.traits;

import java.util.Arrays;
import java.util.Set;

/** The little words that rules look for or stop at. */
final class Lexicon {
    static final Set<String> ADVERBS = words("""
            really just also still now currently actually absolutely definitely always usually often mostly generally
            personally recently only even kinda sorta totally truly quite very so too finally already both myself mainly
            sometimes occasionally secretly honestly simply lately presently super pretty completely particularly
            especially mainly originally basically rather frequently normally proudly happily strictly fully partly
            deeply all then certainly more extremely newly""");

    static final Set<String> DETERMINERS = words("a an the my our some any all many most both lots few several these");

    static final Set<String> BE = words("is 's are am was were");

    static final Set<String> PRONOUNS = words("""
            i you he she we they it me him her us them this that these those your his their its mine yours theirs
            himself herself itself themselves yourself someone somebody everyone everybody anyone nobody something
            anything everything nothing u ya""");

    static final Set<String> AUXILIARIES = words("""
            am is are was were be been do does did have has had will would can could should may might must shall 's not
            gets got""");

    static final Set<String> CONJUNCTIONS = words("""
            but because cause cuz cos since although though while whereas when whenever if unless until till who which
            where whom whose what how why than then as so yet except besides plus however whether""");

    static final Set<String> PREPOSITIONS = words("""
            in on at with for from by during after before about under over near into onto through around without within
            between against across behind beside per via like out off up down along beyond inside outside despite
            throughout upon back instead away together ever next last every each once twice""");

    /** What may follow a value without being part of it. */
    static final Set<String> FILLERS = words("""
            now too also either anymore lol haha hahaha lmao btw currently actually though really please thanks ok okay
            yes yeah no nope well again still already today tonight tomorrow yesterday anyway anyways alot atm
            nowadays lately recently presently right much most best hello hi hey wow haha sorry cool awesome nice great
            sometimes usually often always never here there too only alone however myself ourselves indeed especially sadly unfortunately luckily
            mostly maybe perhaps honestly basically professionally more yourself guess thank haha hehe xd fyi tbh imo""");

    /** A verb that says little without the phrase after it, which is then kept: "playing with my kids". */
    static final Set<String> LIGHT_VERBS = words("""
            playing play going go being be working work talking talk looking look hanging hang spending living live
            listening listen walking walk dancing dance sitting sit travelling traveling travel dressing dress driving
            drive riding ride camping staying stay""");

    static final Set<String> NUMBERS = words("""
            one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
            eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety""");

    static final Set<String> COUNTS = words("""
            a an one two three four five six seven eight nine ten some many several few no any another both twin""");

    static final Set<String> MONTHS = words("""
            january february march april may june july august september october november december jan feb mar apr jun
            jul aug sep sept oct nov dec""");

    static final Set<String> DAYS = words("monday tuesday wednesday thursday friday saturday sunday christmas");

    /** Points at what was said before, so it is no value by itself. */
    static final Set<String> EMPTY_HEADS = words("""
            it this that these those one ones thing things stuff lot idea ideas way ways answer answers question
            questions suggestion suggestions response reply kind sort type bit part time same fact problem issue
            sound look looks point plan code version explanation them you him her us others people person own able sure clear careful think know see hear say ask thinking""");

    private Lexicon() {}

    static Set<String> words(String list) {
        return Set.copyOf(Arrays.asList(list.strip().split("\\s+", -1)));
    }
}
