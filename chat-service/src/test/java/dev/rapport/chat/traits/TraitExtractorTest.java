package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one message tells: each row names all traits that must be found, and no other may be. */
class TraitExtractorTest {

    @ParameterizedTest
    @MethodSource({"identity", "places", "work", "studies", "tastes", "activities", "languages"})
    void extract_statement_allItsTraitsAndNoOther(String message, List<String> expected) {
        assertThat(Rows.extract(message)).as(message).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<Arguments> identity() {
        return Rows.of("""
                My name is Greta. => name=Greta
                my name is greta => name=greta
                My name's Ann-Marie => name=Ann-Marie
                Hi, I'm Oskar and I need some help. => name=Oskar
                Hello! I am Tobias. => name=Tobias
                hi im sarah => name=sarah
                Actually my name is Ann. => name=Ann
                Call me Max. => name=Max
                You can call me Bea. => name=Bea
                My friends call me Lou. => name=Lou
                I go by Robin. => name=Robin
                My full name is Ada Byron King. => name=Ada Byron King
                I’m 34 years old. => age=34
                i am 27 => age=27
                I'm twenty-nine now. => age=twenty-nine
                I just turned 40. => age=40
                My age is 51. => age=51
                I'm 34, married and vegan. => age=34; relationship=married; diet=vegan
                I am a woman. => gender=woman
                I'm non-binary. => gender=non-binary
                My pronouns are they/them. => pronouns=they/them
                My birthday is on 3 May. => birthday=3 May
                My birthday is May 3rd. => birthday=May 3rd
                my birthday is on the 14th of october => birthday=14th of october
                I was born on 12 March 1988. => birthday=12 March 1988
                I was born in 1990. => birthday=1990
                I'm German. => nationality=German
                I am Brazilian but I live in Oslo. => nationality=Brazilian; home=Oslo
                I'm married. => relationship=married
                I am married to Jonas. => relationship=married; partner.name=Jonas
                I got engaged last week! => relationship=engaged
                I'm single. => relationship=single
                I'm pretty tall. => appearance=tall
                I have red hair and green eyes. => appearance=red hair; appearance=green eyes
                I am left-handed. => appearance=left-handed
                My timezone is CET. => timezone=CET
                My time zone is Pacific. => timezone=Pacific
                """);
    }

    static Stream<Arguments> places() {
        return Rows.of("""
                I live in Berlin. => home=Berlin
                i live in berlin => home=berlin
                I currently live in Berlin => home=Berlin
                I live in Porto, Portugal. => home=Porto, Portugal
                I live in New York City with two flatmates. => home=New York City
                I've lived in Leeds for ten years. => home=Leeds
                I moved to Berlin. => home=Berlin
                I just moved to Vienna last month. => home=Vienna
                I have moved to Madrid because of my work. => home=Madrid
                I moved from Paris to Lyon in 2020. => home=Lyon
                We moved to Ghent in May. => home=Ghent
                I'm based in Tallinn. => home=Tallinn
                I am living in a small village near Turin. => home=small village near Turin
                I live on a farm. => home=farm
                We live in St. Ives. => home=St. Ives
                My wife and I live in Porto. => partner=wife; home=Porto
                I live in Berlin, and you? => home=Berlin
                I live in Berlin now. => home=Berlin
                I live in Berlin, by the way. => home=Berlin
                I'm from Texas. => origin=Texas
                I am originally from the Netherlands. => origin=Netherlands
                I come from a small town in Bavaria. => origin=small town in Bavaria
                I grew up in Dublin. => origin=Dublin
                I was born and raised in Lima. => origin=Lima
                I was born in Naples but I live in Rome. => origin=Naples; home=Rome
                My hometown is Split. => origin=Split
                I live in Berlin and work as a nurse. => home=Berlin; job=nurse
                If it helps, I live in Oslo. => home=Oslo
                I settled in Cork. => home=Cork
                Just moved to Bristol. => home=Bristol
                """);
    }

    static Stream<Arguments> work() {
        return Rows.of("""
                I work as a nurse. => job=nurse
                I'm a nurse. => job=nurse
                i am a software engineer => job=software engineer
                I am an electrician by trade. => job=electrician
                I now work as a pilot. => job=pilot
                I've been working as a data analyst since 2019. => job=data analyst
                My job is teaching. => job=teaching
                My job is a bit odd: I work as a clown. => job=clown
                I work part-time as a barista. => job=barista
                I changed my job, I am a baker now. => job=baker
                I became a teacher. => job=teacher
                I'm a doctor at Charité. => job=doctor; employer=Charité
                I work at Siemens. => employer=Siemens
                I work for a small bakery in Graz. => employer=small bakery
                I work in a library. => employer=library
                I work in finance. => job=finance
                I started working at Bosch. => employer=Bosch
                I started at Bosch last week. => employer=Bosch
                I recently joined Nokia. => employer=Nokia
                I am retired. => job=retired
                I'm self-employed. => job=self-employed
                I'm currently unemployed => job=unemployed
                I teach maths. => job=teach maths
                I repair bicycles for a living. => job=repair bicycles
                I'm a student. => job=student
                I work as a cook and my brother is a lawyer. => job=cook; family=brother; family.brother.job=lawyer
                I'm a freelance translator, so deadlines matter. => job=freelance translator
                My new job as a gardener is great. => job=gardener
                I got a new job as a tailor. => job=tailor
                I work hard and live in Oslo. => home=Oslo
                """);
    }

    static Stream<Arguments> studies() {
        return Rows.of("""
                I study biology. => studies=biology
                I'm studying law at Leiden University. => studies=law; school=Leiden University
                I study at TU Berlin. => school=TU Berlin
                I am majoring in physics. => studies=physics
                My major is history. => studies=history
                I graduated from MIT. => school=MIT
                I have a degree in chemistry. => studies=chemistry
                I'm in high school. => school=high school
                I go to art school. => school=art school
                I attend night school. => school=night school
                """);
    }

    static Stream<Arguments> tastes() {
        return Rows.of("""
                I like tea, jazz and hiking. => likes=tea; likes=jazz; likes=hiking
                i really love spicy food => likes=spicy food
                I love hiking in the mountains. => likes=hiking
                I enjoy listening to music. => likes=listening to music
                I like to play chess. => likes=play chess
                I like tea very much. => likes=tea
                I'm a big fan of Radiohead. => likes=Radiohead
                I'm into climbing and board games. => likes=climbing; likes=board games
                I am a cat person. => likes=cat
                I'm obsessed with mechanical keyboards. => likes=mechanical keyboards
                I'm interested in astronomy. => likes=astronomy
                I can't live without coffee. => likes=coffee
                I prefer tea. => likes=tea
                I like tea and I like jazz. => likes=tea; likes=jazz
                I like cooking, my sister likes baking. => likes=cooking; family=sister; family.sister.likes=baking
                I like tea but hate coffee. => likes=tea; dislikes=coffee
                I love my dog. => likes=dog; pet=dog
                Love hiking. => likes=hiking
                I've always loved opera. => likes=opera
                I hate mushrooms. => dislikes=mushrooms
                I can't stand loud music. => dislikes=loud music
                I don't like coffee. => dislikes=coffee; -likes=coffee
                I dont like mondays => dislikes=mondays; -likes=mondays
                I'm not a fan of horror films. => dislikes=horror films; -likes=horror films
                I'm not into football. => dislikes=football; -likes=football
                I don't care for tofu. => dislikes=tofu; -likes=tofu
                I'm afraid of spiders. => dislikes=spiders
                I don't like coffee any more. => -likes=coffee
                I no longer like coffee. => -likes=coffee
                I don't hate Mondays any more. => -dislikes=Mondays
                My favourite tea is oolong. => favourite.tea=oolong
                my favorite color is green => favourite.colour=green
                Blue is my favourite colour. => favourite.colour=Blue
                My favourite film is 'Alien'. => favourite.film=Alien
                My favourite book is "The Hobbit", hands down. => favourite.book=The Hobbit
                My all-time favourite band is Blur. => favourite.band=Blur
                We painted our flat in Graz. => home=Graz
                My friends saw my old flat in Graz. =>
                My favourite ice cream flavour is pistachio. => favourite.ice-cream-flavour=pistachio
                My favourite sports are judo and rowing. => likes=judo; likes=rowing
                Pizza is my favourite. => likes=Pizza
                """);
    }

    static Stream<Arguments> activities() {
        return Rows.of("""
                I play the violin. => hobby=play the violin
                I collect old maps. => hobby=collect old maps
                I do yoga. => hobby=yoga
                I go hiking every weekend. => hobby=hiking
                My hobbies are chess and knitting. => hobby=chess; hobby=knitting
                My hobby is photography. => hobby=photography
                I paint. => hobby=paint
                I can play the piano. => skill=play the piano
                I'm good at maths. => skill=maths
                I'm learning Spanish. => goal=learning Spanish
                I'm training for a marathon. => goal=training for a marathon
                I am saving up for a house. => goal=saving up for a house
                I want to become a pilot. => goal=pilot
                My goal is to run a half marathon in spring. => goal=run a half marathon in spring
                I'm planning to open a café. => goal=open a café
                I want to learn Japanese. => goal=learn Japanese
                I would like to be a doctor. => goal=doctor
                I drive a Volvo. => vehicle=Volvo
                I own a sailboat. => vehicle=sailboat
                My car is an old Saab. => vehicle=old Saab
                I have a motorcycle. => vehicle=motorcycle
                I bought a telescope. => possession=telescope
                I own a small bookshop. => possession=small bookshop
                I have a piano. => possession=piano
                """);
    }

    static Stream<Arguments> languages() {
        return Rows.of("""
                I speak Portuguese. => language=Portuguese
                I speak German, French and a bit of Czech. => language=German; language=French; language=Czech
                I can speak four languages. => language=four languages
                My native language is Catalan. => language=Catalan
                My mother tongue is Dutch. => language=Dutch
                I don't speak French. => -language=French
                """);
    }
}
