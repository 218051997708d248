package dev.rapport.chat.compress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words that show what a passage is about. English; a passage in another language is weighed by its numbers and names. */
final class Cues {
    private static final int STRONG = 2;

    private static final int WEAK = 1;

    /** Of one category and one weight, with commas between them. */
    private record Phrases(Category category, int weight, String phrases) {}

    private static final List<Phrases> PHRASES = List.of(
            new Phrases(
                    Category.GOALS,
                    STRONG,
                    "goal, goals, objective, objectives, aim, milestone, my dream, our dream, deadline, by the end of, the plan is,"
                            + " i want to, we want to, i plan to, we plan to, i hope to, we hope to, would like to, i need to, we need to, saving for,"
                            + " working towards, requirement, requirements, is due"),
            new Phrases(
                    Category.GOALS,
                    WEAK,
                    "want, wants, wanted to, plan to, plans to, planning, hoping to, trying to, target, intend, intends, must,"
                            + " needs to, going to, looking forward, should be able to, has to, have to, interested in, thinking of"),
            new Phrases(
                    Category.DECISIONS,
                    STRONG,
                    "decided, decide, decision, decisions, settled on, we chose, i chose, chose, opted, ruled out, agreed,"
                            + " we agreed, go with, going with, went with, signed up, approved, we will use, i will use, we'll use, let's use, final choice"),
            new Phrases(
                    Category.DECISIONS,
                    WEAK,
                    "choose, chosen, picked, rather than, instead of, booked, bought, ordered, adopted, accepted, rejected,"
                            + " signed, joined, quit, started, stopped, switched, moved, keep, will keep, we'll, let's"),
            new Phrases(
                    Category.PROBLEMS,
                    STRONG,
                    "problem, problems, issue, issues, error, errors, bug, bugs, exception, crash, crashes, crashed, outage,"
                            + " incident, failure, does not work, doesn't work, didn't work, broke down, broken, root of the trouble, timed out, stuck"),
            new Phrases(
                    Category.PROBLEMS,
                    WEAK,
                    "fails, failed, failing, fail, slow, leak, leaks, can't, cannot, unable, wrong, missing, lost, warning,"
                            + " worried, struggling, struggle, trouble, hard to, difficult, hurt, sick, pain, blocked, complaint, complained, denied,"
                            + " flaky, corrupt, corrupted, accident, injury, injured, cancelled, stress, stressed, afraid, too much, too many"),
            new Phrases(
                    Category.SOLUTIONS,
                    STRONG,
                    "fixed, fix, solved, solution, solutions, resolved, workaround, root cause, the cause was, turned out,"
                            + " works now, it worked, rolled back, solved it, sorted out, the remedy"),
            new Phrases(
                    Category.SOLUTIONS,
                    WEAK,
                    "helped, helps, by setting, by adding, by switching, by using, by moving, replaced, patched, upgraded,"
                            + " restarted, reverted, repaired, restored, mitigated, raised, lowered, disabled, enabled, trick, cured, recovered, instead we"),
            new Phrases(
                    Category.RELATIONSHIPS,
                    STRONG,
                    "wife, husband, girlfriend, boyfriend, partner, fiance, sister, brother, mother, father, mom, mum, dad,"
                            + " son, daughter, kids, children, parents, cousin, aunt, uncle, niece, nephew, grandma, grandmother, grandpa, grandfather,"
                            + " colleague, coworker, boss, manager, mentor, reports to, team lead, responsible for, works for, in charge of"),
            new Phrases(
                    Category.RELATIONSHIPS,
                    WEAK,
                    "friend, friends, family, neighbour, neighbor, roommate, client, customer, contact, owner, married,"
                            + " engaged, dating, divorced, works with, knows, met, introduced, teacher, coach, doctor, dog, cat, owns, maintains, depends on"),
            new Phrases(
                    Category.TECHNICAL,
                    STRONG,
                    "version, endpoint, api, database, schema, config, configuration, kernel, kubernetes, docker, redis, postgres,"
                            + " postgresql, mysql, kafka, nginx, java, python, javascript, typescript, sql, json, yaml, http, https, tls, tcp, cpu, gpu,"
                            + " gb, mb, kb, tb, ms, latency, throughput, regex, stack trace, pull request"),
            new Phrases(
                    Category.TECHNICAL,
                    WEAK,
                    "server, servers, port, query, queries, table, index, cache, memory, disk, cluster, node, replica, queue,"
                            + " timeout, setting, settings, parameter, flag, library, function, class, method, branch, commit, deploy, deployed, build,"
                            + " script, protocol, certificate, token, tokens, key, host, dns, url, file, backup, default, limit, model, seconds, percent"));

    /** Those that begin with a word. */
    static final WordTable<List<Cue>> BY_FIRST_WORD = new WordTable<>(byFirstWord());

    /** @param rest the words after the first */
    record Cue(List<String> rest, Category category, int weight) {}

    private static Map<String, List<Cue>> byFirstWord() {
        Map<String, List<Cue>> cues = new HashMap<>();
        PHRASES.forEach(of -> add(cues, of.phrases(), of.category(), of.weight()));
        return cues;
    }

    private Cues() {}

    private static void add(Map<String, List<Cue>> cues, String phrases, Category category, int weight) {
        for (String phrase : phrases.split(",", -1)) {
            List<String> words = Arrays.asList(phrase.strip().split(" ", -1));
            cues.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
                    .add(new Cue(words.subList(1, words.size()), category, weight));
        }
    }
}
