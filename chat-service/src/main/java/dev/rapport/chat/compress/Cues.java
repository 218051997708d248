package dev.rapport.chat.compress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words that show what a passage is about. English; a passage in another language is weighed by its numbers and names. */
final class Cues {
    private static final int STRONG = 2;

    /** Those that begin with a word. */
    static final WordTable<List<Cue>> BY_FIRST_WORD = new WordTable<>(byFirstWord());

    /** @param rest the words after the first */
    record Cue(List<String> rest, Category category, int weight) {}

    private static Map<String, List<Cue>> byFirstWord() {
        Map<String, List<Cue>> cues = new HashMap<>();
        strong(
                cues,
                Category.GOALS,
                "goal, goals, objective, objectives, aim, milestone, my dream, our dream, deadline, by the end of, the plan is,"
                        + " i want to, we want to, i plan to, we plan to, i hope to, we hope to, would like to, i need to, we need to, saving for,"
                        + " working towards, requirement, requirements, is due");
        weak(
                cues,
                Category.GOALS,
                "want, wants, wanted to, plan to, plans to, planning, hoping to, trying to, target, intend, intends, must,"
                        + " needs to, going to, looking forward, should be able to, has to, have to, interested in, thinking of");
        strong(
                cues,
                Category.DECISIONS,
                "decided, decide, decision, decisions, settled on, we chose, i chose, chose, opted, ruled out, agreed,"
                        + " we agreed, go with, going with, went with, signed up, approved, we will use, i will use, we'll use, let's use, final choice");
        weak(
                cues,
                Category.DECISIONS,
                "choose, chosen, picked, rather than, instead of, booked, bought, ordered, adopted, accepted, rejected,"
                        + " signed, joined, quit, started, stopped, switched, moved, keep, will keep, we'll, let's");
        strong(
                cues,
                Category.PROBLEMS,
                "problem, problems, issue, issues, error, errors, bug, bugs, exception, crash, crashes, crashed, outage,"
                        + " incident, failure, does not work, doesn't work, didn't work, broke down, broken, root of the trouble, timed out, stuck");
        weak(
                cues,
                Category.PROBLEMS,
                "fails, failed, failing, fail, slow, leak, leaks, can't, cannot, unable, wrong, missing, lost, warning,"
                        + " worried, struggling, struggle, trouble, hard to, difficult, hurt, sick, pain, blocked, complaint, complained, denied,"
                        + " flaky, corrupt, corrupted, accident, injury, injured, cancelled, stress, stressed, afraid, too much, too many");
        strong(
                cues,
                Category.SOLUTIONS,
                "fixed, fix, solved, solution, solutions, resolved, workaround, root cause, the cause was, turned out,"
                        + " works now, it worked, rolled back, solved it, sorted out, the remedy");
        weak(
                cues,
                Category.SOLUTIONS,
                "helped, helps, by setting, by adding, by switching, by using, by moving, replaced, patched, upgraded,"
                        + " restarted, reverted, repaired, restored, mitigated, raised, lowered, disabled, enabled, trick, cured, recovered, instead we");
        strong(
                cues,
                Category.RELATIONSHIPS,
                "wife, husband, girlfriend, boyfriend, partner, fiance, sister, brother, mother, father, mom, mum, dad,"
                        + " son, daughter, kids, children, parents, cousin, aunt, uncle, niece, nephew, grandma, grandmother, grandpa, grandfather,"
                        + " colleague, coworker, boss, manager, mentor, reports to, team lead, responsible for, works for, in charge of");
        weak(
                cues,
                Category.RELATIONSHIPS,
                "friend, friends, family, neighbour, neighbor, roommate, client, customer, contact, owner, married,"
                        + " engaged, dating, divorced, works with, knows, met, introduced, teacher, coach, doctor, dog, cat, owns, maintains, depends on");
        strong(
                cues,
                Category.TECHNICAL,
                "version, endpoint, api, database, schema, config, configuration, kernel, kubernetes, docker, redis, postgres,"
                        + " postgresql, mysql, kafka, nginx, java, python, javascript, typescript, sql, json, yaml, http, https, tls, tcp, cpu, gpu,"
                        + " gb, mb, kb, tb, ms, latency, throughput, regex, stack trace, pull request");
        weak(
                cues,
                Category.TECHNICAL,
                "server, servers, port, query, queries, table, index, cache, memory, disk, cluster, node, replica, queue,"
                        + " timeout, setting, settings, parameter, flag, library, function, class, method, branch, commit, deploy, deployed, build,"
                        + " script, protocol, certificate, token, tokens, key, host, dns, url, file, backup, default, limit, model, seconds, percent");
        return cues;
    }

    private Cues() {}

    private static void strong(Map<String, List<Cue>> cues, Category category, String phrases) {
        add(cues, phrases, category, STRONG);
    }

    private static void weak(Map<String, List<Cue>> cues, Category category, String phrases) {
        add(cues, phrases, category, 1);
    }

    private static void add(Map<String, List<Cue>> cues, String phrases, Category category, int weight) {
        for (String phrase : phrases.split(",", -1)) {
            List<String> words = Arrays.asList(phrase.strip().split(" ", -1));
            cues.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
                    .add(new Cue(words.subList(1, words.size()), category, weight));
        }
    }
}
