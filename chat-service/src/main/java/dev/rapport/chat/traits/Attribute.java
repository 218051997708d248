package dev.rapport.chat.traits;

import static dev.rapport.chat.turn.Trait.Cardinality.MULTIPLE;
import static dev.rapport.chat.turn.Trait.Cardinality.SINGLE;

import dev.rapport.chat.turn.Trait.Cardinality;
import java.util.Locale;

/**
 * The closed list of what a trait can be about.
 *
 * <p>Three of them are families of keys: {@code favourite.<thing>}, {@code pet.<kind>.<detail>} and
 * {@code family.<relation>.<detail>} (with {@code partner.<detail>} for the one the user lives with). A detail is itself
 * one of this list and keeps its cardinality, so {@code family.sister.home} holds one value and
 * {@code family.sister.likes} many.
 */
enum Attribute {
    NAME(SINGLE),
    AGE(SINGLE),
    GENDER(SINGLE),
    PRONOUNS(SINGLE),
    BIRTHDAY(SINGLE),
    NATIONALITY(SINGLE),
    /** Where the user comes from. */
    ORIGIN(SINGLE),
    /** Where the user lives now. */
    HOME(SINGLE),
    TIMEZONE(SINGLE),
    JOB(SINGLE),
    EMPLOYER(SINGLE),
    /** The name of whoever the user works for. */
    BOSS(SINGLE),
    /** What the user studies or has studied. */
    STUDIES(SINGLE),
    SCHOOL(SINGLE),
    LANGUAGE(MULTIPLE),
    /** Married, single, engaged ... */
    RELATIONSHIP(SINGLE),
    /** The word for the partner, such as wife; the details are {@code partner.name} and so on. */
    PARTNER(SINGLE),
    /** How many there are, as in "two kids"; one child's details are {@code family.son.age} and so on. */
    CHILDREN(SINGLE),
    /** Relatives that the user has. */
    FAMILY(MULTIPLE),
    PET(MULTIPLE),
    DIET(MULTIPLE),
    ALLERGY(MULTIPLE),
    HEALTH(MULTIPLE),
    APPEARANCE(MULTIPLE),
    VEHICLE(MULTIPLE),
    POSSESSION(MULTIPLE),
    LIKES(MULTIPLE),
    DISLIKES(MULTIPLE),
    HOBBY(MULTIPLE),
    /** What the user makes music on, where it is implied; "I play the cello" is a hobby. */
    INSTRUMENT(MULTIPLE),
    /** What the user does to keep fit, where it is implied. */
    SPORT(MULTIPLE),
    SKILL(MULTIPLE),
    GOAL(MULTIPLE),
    FAVOURITE(SINGLE),
    /** Standing wishes on answers. */
    INSTRUCTION(MULTIPLE);

    private final Cardinality cardinality;
    private final String key;

    Attribute(Cardinality cardinality) {
        this.cardinality = cardinality;
        this.key = name().toLowerCase(Locale.ROOT);
    }

    Cardinality cardinality() {
        return cardinality;
    }

    String key() {
        return key;
    }

    /** The key of this attribute for something else than the user, such as {@code family.sister} + home. */
    String keyOf(String whose) {
        return whose.isEmpty() ? key : whose + '.' + key;
    }
}
