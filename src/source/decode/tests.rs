//! Takes texts damaged in every way; returns what is left of them.

use super::*;
use proptest::prelude::*;

const TEXTS: [&str; 5] = [
    "新聞社は今朝、港に着いた船の積み荷について短い記事を出した。",
    "Газета напечатала короткую заметку о корабле, который пришёл утром.",
    "Le préfet a été reçu à l’hôtel de ville, où l’été déjà s’achève ; « c’était prévu », a-t-il précisé.",
    "오늘 아침 항구에 배가 들어왔다고 신문이 전했다. 짐은 종이였다.",
    "🚢📰🌊⚓🗞️ 🚢📰🌊⚓🗞️ 🚢📰🌊⚓🗞️ 🚢📰🌊⚓🗞️ ship",
];

/// What is left of a text is in another, in its order.
fn is_left(text: impl Iterator<Item = char>, of: &str) -> bool {
    let mut all = of.chars();
    text.into_iter().all(|c| all.any(|other| other == c))
}

proptest! {
    #[test]
    fn one_damaged_byte_costs_one_character(
        text in prop_oneof![
            prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned),
            "[a-z é-ÿа-яぁ-ん一-龥😀-🙏.]{0,20}([é-ÿа-яぁ-ん一-龥😀-🙏][a-z ]?){20,60}",
        ],
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = text.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let decoded = decode(&bytes).unwrap();
        prop_assert_eq!(decoded.encoding, Encoding::Utf8);
        let others = text.char_indices().filter(|(at, c)| !(*at..at + c.len_utf8()).contains(&place));
        prop_assert!(is_left(others.map(|(_, c)| c), &decoded.text), "{} of {text}", decoded.text);
        for damage in decoded.damage {
            let lost = &decoded.text[damage.range];
            prop_assert!(lost.chars().all(|c| c == LOST), "{lost}");
        }
    }
}

#[test]
fn a_text_with_several_damaged_bytes_is_still_utf_8() {
    for text in TEXTS {
        let mut bytes = text.repeat(20).into_bytes();
        let length = bytes.len();
        for (step, byte) in [0xff, 0x80, 0xe9, 0x00, 0xc3, 0x41].into_iter().enumerate() {
            bytes[(step + 1) * length / 8] = byte;
        }
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.encoding, Encoding::Utf8);
        assert!(
            (4..=12).contains(&decoded.damage.len()),
            "{:?}",
            decoded.damage
        );
    }
}

#[test]
fn a_last_character_that_is_cut_off_is_damage() {
    let decoded = decode(&"un été".as_bytes()[..7]).unwrap();
    assert_eq!(decoded.text, "un ét\u{fffd}");
    assert_eq!(
        decoded.damage,
        [Place {
            range: 6..9,
            read_as: None
        }]
    );
}

#[test]
fn lines_of_two_encodings_are_each_read_in_their_own() {
    let mut bytes = "Déjà l’été, près de la forêt : où être à l’aise ?\n"
        .as_bytes()
        .to_vec();
    bytes.extend(b"L'\xe9t\xe9 dernier, le ma\xeetre d'h\xf4tel a re\xe7u \xe0 N\xeemes un gar\xe7on tr\xe8s \xe2g\xe9.\n");
    let decoded = decode(&bytes).unwrap();
    assert!(
        decoded
            .text
            .contains("où être à l’aise ?\nL'été dernier, le maître")
    );
    assert!(decoded.text.ends_with("un garçon très âgé.\n"));
    let [place] = decoded.damage.as_slice() else {
        panic!("{:?}", decoded.damage);
    };
    assert_eq!(place.read_as, Some("Latin-1"));
    assert!(decoded.text[place.range.clone()].starts_with("L'été dernier"));
}

#[test]
fn surrogates_in_three_bytes_each_are_their_character() {
    let bytes = b"d\xc3\xa9j\xc3\xa0 \xed\xa0\xbd\xed\xb8\x80 l\xc3\xa0, o\xc3\xb9 \xc3\xa9tait l'\xc3\xa9t\xc3\xa9 pass\xc3\xa9 \xc3\xa0 la for\xc3\xaat, tr\xc3\xa8s t\xc3\xb4t, d\xc3\xa8s mars";
    let decoded = decode(bytes).unwrap();
    assert!(decoded.text.starts_with("déjà 😀 là"));
    assert_eq!(decoded.damage[0].read_as, Some("CESU-8"));
}

#[test]
fn old_encodings_stay_a_guess() {
    for (bytes, text) in [
        (
            &b"All plain but one: caf\xe9."[..],
            "All plain but one: café.",
        ),
        (b"D\xc9J\xc0\xa0! L'\xe9t\xe9", "DÉJÀ\u{a0}! L'été"),
    ] {
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.encoding, Encoding::Guessed("Latin-1"));
    }
    let chinese = "记者今天上午在港口采访了刚刚抵达的货船船员，他们说航程十分顺利，没有遇到风浪。";
    for encoding in [encoding_rs::GBK, encoding_rs::GB18030] {
        let (bytes, _, _) = encoding.encode(chinese);
        assert_eq!(decode(&bytes).unwrap().text, chinese);
    }
}

#[test]
fn half_a_pair_in_utf_16_is_damage() {
    let mut bytes = vec![0xff, 0xfe];
    for unit in [0x41u16, 0xd83d, 0x42, 0x07] {
        bytes.extend(unit.to_le_bytes());
    }
    bytes.push(0x43);
    let decoded = decode(&bytes).unwrap();
    assert_eq!(decoded.text, "A\u{fffd}B\u{fffd}\u{fffd}");
    assert_eq!(decoded.damage.len(), 2);
}

#[test]
fn a_control_byte_is_damage_and_many_are_no_text() {
    let text = "A page of plain words, and among them one byte that no text has.";
    let mut bytes = text.as_bytes().to_vec();
    bytes[11] = 0;
    let decoded = decode(&bytes).unwrap();
    assert_eq!(
        decoded.damage,
        [Place {
            range: 11..14,
            read_as: None
        }]
    );
    bytes[30] = 0;
    assert_eq!(decode(&bytes).unwrap_err(), NotText::Binary { offset: 11 });
}
