package dev.rapport.memory.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import dev.rapport.memory.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AesVaultTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Owner ADA = Owner.authenticated("ada");
    private static final Owner BOB = Owner.authenticated("bob");
    private static final String EPOCH = "0123456789abcdef";
    private static final Vault VAULT = vault("ab");

    private static Vault vault(String digits) {
        return new AesVault(MasterKey.parse(digits.repeat(32), "test"), true);
    }

    /** Wraps with the first and opens with both. */
    private static Vault vaults(String first, String second) {
        return new AesVault(MasterKey.parseAll(first.repeat(32) + " " + second.repeat(32), "test"), true);
    }

    private static UserKey key(Vault vault, Owner owner) {
        return new UserKey(EPOCH, UserKey.NO, true, vault.newSecret(owner, EPOCH), false);
    }

    private static TextSealer sealer(Owner owner) {
        return VAULT.open(owner, key(VAULT, owner));
    }

    /** McGrew and Viega, The Galois/Counter Mode of Operation, 2005, test case 16. */
    @Test
    void seal_theStandardsExample_givesItsBytes() {
        var key = new SecretKeySpec(
                HEX.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), "AES");
        byte[] nonce = HEX.parseHex("cafebabefacedbaddecaf888");
        byte[] bound = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain = HEX.parseHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        String expected = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b";

        byte[] sealed = AesGcm.seal(key, nonce, bound, plain);
        assertThat(HEX.formatHex(sealed)).isEqualTo("f9" + HEX.formatHex(nonce) + expected);
        assertThat(AesGcm.open(key, bound, sealed, "it")).isEqualTo(plain);
    }

    /** RFC 5869, test case 3: no salt, no info; the first 32 of its 42 bytes. */
    @Test
    void derive_theStandardsExample_givesItsBytes() {
        assertThat(HEX.formatHex(MasterKey.derive(HEX.parseHex("0b".repeat(22)), "Generic", "")
                        .getEncoded()))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    @Test
    void open_whatWasSealed_givesItBack_andEachTimeLooksOther() {
        TextSealer ada = sealer(ADA);
        Set<String> looks = new HashSet<>();
        for (String text : new String[] {"", "x", "Z\u00FCrich \uD83D\uDE42 \uD800", "long ".repeat(2_000)}) {
            for (int i = 0; i < 50; i++) {
                byte[] sealed = ada.sealText("traits home", text);
                assertThat(ada.openText("traits home", sealed)).isEqualTo(text);
                looks.add(HEX.formatHex(sealed));
            }
        }
        assertThat(looks).hasSize(200);
        assertThat(new String(ada.sealText("said", "canary in a mine"), UTF_8)).doesNotContain("canary");
    }

    @Test
    void open_changedMovedOrForeign_isRefused() {
        TextSealer ada = sealer(ADA);
        byte[] sealed = ada.sealText("traits home", "Porto");
        for (int i = 1; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> ada.open("traits home", changed))
                    .isInstanceOf(SealBrokenException.class)
                    .hasMessageStartingWith("{ada}:traits home: cannot be opened");
        }
        assertThatThrownBy(() -> ada.open("traits home", Arrays.copyOf(sealed, 20)))
                .hasMessageContaining("20 bytes");
        assertThatThrownBy(() -> ada.open("traits family.sister.home", sealed)).isInstanceOf(SealBrokenException.class);
        assertThatThrownBy(() -> sealer(BOB).open("traits home", sealed)).isInstanceOf(SealBrokenException.class);
        assertThatThrownBy(() -> Vault.plain().open(ADA, UserKey.ABSENT).open("traits home", sealed))
                .hasMessage(
                        "{ada}:traits home: sealed, and the user has no key (expected: the key it was sealed with)");
    }

    @Test
    void open_keyOfAnotherOwnerEpochOrMaster_isRefused() {
        UserKey key = key(VAULT, ADA);
        assertThat(VAULT.open(ADA, UserKey.parse(("key " + EPOCH + " - k " + key.secret()).getBytes(UTF_8)))
                        .epoch())
                .isEqualTo(EPOCH);
        assertThatThrownBy(() -> VAULT.open(BOB, key))
                .hasMessageStartingWith(
                        "{bob}:key under master key " + Vault.show(VAULT.fingerprints()) + ": cannot be opened");
        UserKey older = new UserKey("00000000000000ff", UserKey.NO, true, key.secret(), false);
        assertThatThrownBy(() -> VAULT.open(ADA, older)).isInstanceOf(SealBrokenException.class);
        assertThatThrownBy(() -> vault("cd").open(ADA, key)).isInstanceOf(SealBrokenException.class);
        assertThat(vault("cd").fingerprints()).isNotEqualTo(VAULT.fingerprints());
    }

    @Test
    void passing_needsNoKeyOfTheStore_andIsTheUsersOwn() {
        byte[] sealed = VAULT.passing(ADA).sealText("gen:1 events", "Ahoy");
        assertThat(vault("ab").passing(ADA).openText("gen:1 events", sealed)).isEqualTo("Ahoy");
        assertThatThrownBy(() -> VAULT.passing(BOB).open("gen:1 events", sealed))
                .isInstanceOf(SealBrokenException.class);
    }

    @Test
    void name_isStableForAUser_andOtherForAnother() {
        UserKey key = key(VAULT, ADA);
        TextSealer ada = VAULT.open(ADA, key);
        assertThat(ada.name("paris"))
                .matches("[0-9a-f]{16}")
                .isEqualTo(VAULT.open(ADA, key).name("paris"))
                .isNotEqualTo(ada.name("rome"))
                .isNotEqualTo(sealer(BOB).name("paris"));
        UserKey named = new UserKey(EPOCH, UserKey.NO, false, key.secret(), false);
        assertThat(VAULT.open(ADA, named).name("paris"))
                .as("of a user from before there were keys")
                .isEqualTo(Vault.plain().open(ADA, UserKey.ABSENT).name("paris"));
    }

    /** What is in clear must never look sealed, or a user could make a text that breaks the reading of the rest. */
    @Test
    void open_inClear_isReadAsItIs() {
        TextSealer ada = sealer(ADA);
        for (int c = 1; c <= Character.MAX_CODE_POINT; c += c < 0x800 || (c >= 0xD700 && c < 0xE000) ? 1 : 97) {
            String text = Character.toString(c);
            assertThat(ada.openText(
                            "said", Vault.plain().open(ADA, UserKey.ABSENT).sealText("said", text)))
                    .isEqualTo(text);
        }
        byte[] vector = QuantizedVector.of(Embedding.of(ones())).toBytes();
        assertThat(ada.open("mem 1 vector", vector)).isEqualTo(vector);
    }

    private static float[] ones() {
        float[] ones = new float[Embedding.DIMENSIONS];
        Arrays.fill(ones, (float) (1 / Math.sqrt(ones.length)));
        return ones;
    }

    @Test
    void switchedOff_sealsNothing_andOpensWhatIsSealed() {
        UserKey key = key(VAULT, ADA);
        TextSealer off = new AesVault(MasterKey.parse("ab".repeat(32), "test"), false).open(ADA, key);
        assertThat(off.openText("said", VAULT.open(ADA, key).sealText("said", "Ahoy")))
                .isEqualTo("Ahoy");
        assertThat(off.sealText("said", "Ahoy")).isEqualTo("Ahoy".getBytes(UTF_8));
    }

    @Test
    void loadOrMake_makesItOnce_forItsOwnerOnly(@TempDir Path folder) throws Exception {
        List<String> made = new AesVault(MasterKey.loadOrMake(folder), true).fingerprints();
        Path file = folder.resolve(MasterKey.FILE);
        assertThat(new AesVault(MasterKey.loadOrMake(folder), true).fingerprints())
                .isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Files.writeString(file, "secret-words");
        assertThatThrownBy(() -> MasterKey.loadOrMake(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": 12 characters (expected: 64 hexadecimal digits)");
    }

    @Test
    void open_underAnEarlierMasterKey_opens_andWrapsAnewUnderTheFirst() {
        UserKey key = key(VAULT, ADA);
        byte[] sealed = VAULT.open(ADA, key).sealText("said", "Ahoy");
        Vault both = vaults("cd", "ab");
        Vault after = vault("cd");

        assertThat(both.open(ADA, key).openText("said", sealed)).isEqualTo("Ahoy");
        UserKey anew =
                new UserKey(EPOCH, UserKey.NO, true, both.rewrapped(ADA, key).orElseThrow(), false);
        assertThat(after.open(ADA, anew).openText("said", sealed)).isEqualTo("Ahoy");
        assertThat(after.open(ADA, anew).name("paris"))
                .isEqualTo(VAULT.open(ADA, key).name("paris"));
        assertThat(both.rewrapped(ADA, anew)).isEmpty();
        assertThat(both.rewrapped(ADA, UserKey.ABSENT)).isEmpty();
        assertThat(both.fingerprints())
                .containsExactly(
                        after.fingerprints().getFirst(), VAULT.fingerprints().getFirst());
    }

    @Test
    void open_underAnUnknownMasterKey_isRefused_andSaysWhichAreKnown() {
        UserKey key = key(VAULT, ADA);
        Vault wrong = vaults("cd", "ef");
        String known = Vault.show(wrong.fingerprints());
        assertThat(known).matches("[0-9a-f]{16}, [0-9a-f]{16}");
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> wrong.open(ADA, key),
                () -> wrong.rewrapped(ADA, key),
                () -> vaults("ab", "cd").rewrapped(BOB, key))) {
            assertThatThrownBy(use)
                    .isInstanceOf(SealBrokenException.class)
                    .hasMessageContaining(":key under master key ");
        }
        assertThatThrownBy(() -> wrong.open(ADA, key)).hasMessageContaining(known + ": cannot be opened");
    }

    @Test
    void newSecretAndPassing_ofSeveralMasterKeys_areOfTheFirst_andAllOpen() {
        Vault before = vaults("ab", "cd"); // knows the key that is to come
        Vault after = vaults("cd", "ab");
        assertThat(VAULT.open(ADA, key(before, ADA)).epoch()).isEqualTo(EPOCH);
        assertThat(vault("cd").open(ADA, key(after, ADA)).epoch()).isEqualTo(EPOCH);
        for (Vault writer : List.of(before, after)) {
            byte[] sealed = writer.passing(ADA).sealText("gen:1 events", "Ahoy");
            for (Vault reader : List.of(before, after)) {
                assertThat(reader.passing(ADA).openText("gen:1 events", sealed)).isEqualTo("Ahoy");
            }
        }
    }

    @Test
    void parseAll_tooManyOrWrongOnes_areRefusedByNumber_withoutShowingThem() {
        String key = "ab".repeat(32);
        assertThat(MasterKey.parseAll(key + "\n" + key.toUpperCase(Locale.ROOT) + "\n", "it"))
                .hasSize(2);
        assertThatThrownBy(() -> MasterKey.parseAll((key + " ").repeat(5), "it"))
                .hasMessage("it: 5 words (expected: 1..4 keys)");
        assertThatThrownBy(() -> MasterKey.parseAll(key + " cdcd", "it"))
                .hasMessage("it, key 2: 4 characters (expected: 64 hexadecimal digits)");
        assertThatThrownBy(() -> MasterKey.parseAll("", "it"))
                .hasMessage("it: 0 characters (expected: 64 hexadecimal digits)");
    }
}
