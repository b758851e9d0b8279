#include "app/train/world/caption.h"

#include "app/train/world/phrase_text.h"
#include "app/train/world/words.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace diptych::flatland {
namespace {

/// The parts of a caption about one scene.
class Speaker {
  public:
    Speaker(const Scene& scene, const Mentions& mentions, Rng& rng)
        : scene_(scene), mentions_(mentions), rng_(rng),
          ground_(wordsOf(scene.ground, scene.backdrop)) {
        collectSky();
    }

    std::string speak() {
        std::string text = scene_.groups.empty() ? landscape() : withObjects();
        return finished(dressed(text));
    }

  private:
    std::string pick(Phrases phrases) { return std::string(rng_.pick(phrases)); }

    bool plain() const { return scene_.ground == Ground::Plain; }

    // Objects ---------------------------------------------------------------------------------

    /// "small red house", without article.
    std::string described(const Group& group, std::string_view noun) {
        std::string text = mentions_.size ? pick(wordsOf(group.size)) : std::string();
        if (mentions_.colour)
            append(text, nameOf(group.colour));
        append(text, noun);
        return text;
    }

    std::string counted(const Group& group, const std::string& text) {
        if (group.count == 1)
            return rng_.chance(0.06F) ? "one " + text : withArticle(text);
        std::string counted(group.count == 3 && rng_.chance(0.15F) ? pick(wordsOfMany())
                                                                   : wordOfCount(group.count));
        append(counted, text);
        return counted;
    }

    /// "two small boats sailing", "a red house".
    std::string object(const Group& group) {
        const Noun& noun = rng_.pick(nounsOf(group.kind));
        std::string text =
            counted(group, described(group, group.count == 1 ? noun.singular : noun.plural));
        append(text, noun.after);
        return text;
    }

    std::string sided(const Group& group, std::string text) {
        if (mentions_.side && group.count == 1)
            append(text, pick(phrasesOf(group.side)));
        else if (group.count > 1 && rng_.chance(0.1F))
            append(text, pick(inARow()));
        return text;
    }

    std::string objects() {
        if (scene_.groups.size() == 1)
            return sided(scene_.groups[0], object(scene_.groups[0]));
        const bool swapped = rng_.chance(0.5F);
        const Group& first = scene_.groups[swapped ? 1 : 0];
        const Group& second = scene_.groups[swapped ? 0 : 1];
        const bool twoSingles = first.count == 1 && second.count == 1;
        const bool ordered = mentions_.side && indexOf(first.side) < indexOf(second.side);
        // One draw after the other: within one expression their order would be the compiler's.
        if (twoSingles && ordered && rng_.chance(0.15F)) {
            std::string text = object(first);
            append(text, pick(leftOf()));
            append(text, object(second));
            return text;
        }
        std::string text = sided(first, object(first));
        // "next to" and "with" would fight with two sides and two numbers.
        append(text, twoSingles && !mentions_.side ? pick(conjunctions()) : "and");
        append(text, sided(second, object(second)));
        return text;
    }

    // Places ----------------------------------------------------------------------------------

    std::string place() {
        if (mentions_.ground)
            return pick(placesOf(scene_));
        const bool flies =
            std::all_of(scene_.groups.begin(), scene_.groups.end(),
                        [](const Group& group) { return habitatOf(group.kind) == Habitat::Air; });
        return flies && !plain() && rng_.chance(0.25F) ? pick(inTheSky()) : std::string();
    }

    // Sky -------------------------------------------------------------------------------------

    /// Says a thing either by a phrase of its own or after "with". Two phrases with "under" would
    /// be one too many.
    void addThing(const SkyThing& thing, float aloneChance, std::string_view side = {}) {
        if (side.empty() && !under_ && rng_.chance(aloneChance)) {
            const std::string phrase = pick(thing.under);
            under_ = true;
            alone_.push_back(phrase);
            return;
        }
        std::string phrase = pick(thing.with);
        append(phrase, side);
        with_.push_back(phrase);
    }

    void collectSky() {
        if (plain())
            return;
        if (mentions_.sunbeams && scene_.sunbeams) {
            addThing(wordsOfSunbeams(), 0.85F);
            under_ = false; // "in sunlight under a blue sky" is good English
        }
        const bool body = mentions_.body && (scene_.sun || scene_.moon != Moon::None);
        const bool bodySide = body && mentions_.bodySide;
        // The moon says that it is night, and a setting sun what time it is.
        const bool implied = body && scene_.sky != Sky::Day && !bodySide && rng_.chance(0.4F);
        if (mentions_.sky && !implied) {
            alone_.push_back(pick(phrasesOf(scene_.sky)));
            under_ = alone_.back().starts_with("under");
        }
        if (body) {
            const std::string side = bodySide ? pick(phrasesOf(scene_.bodySide)) : std::string();
            addThing(scene_.sun ? wordsOfSun(scene_.sky) : wordsOf(scene_.moon),
                     implied ? 1.0F : 0.4F, side);
        }
        if (mentions_.stars && scene_.stars)
            addThing(wordsOfStars(), 0.4F);
        if (mentions_.clouds && scene_.clouds)
            addThing(wordsOfClouds(scene_.sky), 0.25F);
        else if (mentions_.clouds && !under_ && rng_.chance(0.25F))
            alone_.push_back(pick(wordsOfClearSky()));
    }

    // Whole captions --------------------------------------------------------------------------

    /// Phrases that stand alone, then what comes after "with".
    std::string skyBehind() {
        std::string text;
        for (const std::string& phrase : alone_)
            append(text, phrase);
        if (!with_.empty())
            text += (text.empty()        ? "with "
                     : rng_.chance(0.5F) ? ", with "
                                         : " with ") +
                    joinedByAnd(with_);
        return text;
    }

    std::string withObjects() {
        const float form = rng_.unit();
        if (form < 0.12F)
            return tags();
        if (form < 0.3F && scene_.groups.size() == 1 && !verbsOf(scene_.groups[0].kind).empty())
            return sentence();
        if (form < 0.4F && !alone_.empty() && !plain())
            return skyFirst();
        if (form < 0.48F && mentions_.ground && !plain())
            return landscapeWithObjects();
        std::string text = objects();
        append(text, place());
        append(text, skyBehind());
        if (form > 0.94F)
            text = thereIs(text);
        return text;
    }

    std::string landscapeWithObjects() {
        std::string text = landscape();
        append(text, with_.empty() ? "with" : "and");
        append(text, objects());
        return text;
    }

    std::string thereIs(const std::string& text) {
        sentence_ = true;
        std::string whole(text.starts_with("a ") || text.starts_with("an ") ||
                                  text.starts_with("one ")
                              ? "there is"
                              : "there are");
        append(whole, text);
        return whole;
    }

    /// "a red house stands on a hill at night".
    std::string sentence() {
        sentence_ = true;
        const Group& group = scene_.groups[0];
        const Noun& noun = rng_.pick(subjectsOf(group.kind));
        const Verb& verb = rng_.pick(verbsOf(group.kind));
        const bool one = group.count == 1;
        std::string text = counted(group, described(group, one ? noun.singular : noun.plural));
        append(text, one ? verb.singular : verb.plural);
        const std::string where = place();
        text = sided(group, text);
        append(text, where);
        append(text, skyBehind());
        return text;
    }

    /// "at night, a red house on a hill".
    std::string skyFirst() {
        sentence_ = true;
        std::string text = alone_.front();
        alone_.erase(alone_.begin());
        text += ", " + objects();
        append(text, place());
        append(text, skyBehind());
        return text;
    }

    /// "a sunset over mountains", "the sea at night with stars".
    std::string landscape() {
        std::string text;
        const bool overGround = mentions_.ground && !alone_.empty() && rng_.chance(0.45F);
        if (overGround && alone_.front() == "at sunset") {
            text = "a sunset over " + pick(ground_.noun);
            alone_.erase(alone_.begin());
        } else if (overGround && alone_.front() == "at night") {
            const bool starry = scene_.stars && mentions_.stars && rng_.chance(0.5F);
            text = starry ? "a starry night over" : "a night over";
            append(text, pick(ground_.noun));
            alone_.erase(alone_.begin());
        } else if (mentions_.ground) {
            text = pick(ground_.noun);
        } else {
            text = withArticle(pick(tagsOf(scene_.sky)));
            alone_.clear();
        }
        append(text, skyBehind());
        return text;
    }

    /// "red house, left, meadow, night, full moon".
    std::string tags() {
        sentence_ = true;
        std::vector<std::string> items;
        for (const Group& group : scene_.groups) {
            const Noun& noun = rng_.pick(nounsOf(group.kind));
            std::string text = described(group, group.count == 1 ? noun.singular : noun.plural);
            append(text, noun.after);
            std::string counted(group.count > 1 ? wordOfCount(group.count) : "");
            append(counted, text);
            items.push_back(sided(group, counted));
        }
        if (mentions_.ground)
            items.push_back(pick(ground_.tag));
        if (mentions_.sky && !plain())
            items.push_back(pick(tagsOf(scene_.sky)));
        for (const std::string& thing : with_)
            items.push_back(thing);
        for (const std::string& phrase : alone_)
            if (!mentions_.sky || phrase != alone_.front())
                items.push_back(phrase);
        return joinedByComma(items);
    }

    /// With an opening or with words for the style.
    std::string dressed(const std::string& text) {
        if (mentions_.style) {
            const StyleWords words = wordsOf(scene_.style);
            if (!sentence_ && rng_.chance(0.5F))
                return pick(words.before) + " " + text;
            return text + ", " + pick(words.after);
        }
        const bool article = text.starts_with("a ") || text.starts_with("an ") ||
                             text.starts_with("two ") || text.starts_with("three ");
        return article && !sentence_ && rng_.chance(0.12F) ? pick(openings()) + " " + text : text;
    }

    std::string finished(std::string text) {
        if (!rng_.chance(0.5F))
            return text;
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
        if (rng_.chance(0.4F))
            text += '.';
        return text;
    }

    const Scene& scene_;
    const Mentions& mentions_;
    Rng& rng_;
    GroundWords ground_;
    std::vector<std::string> alone_; ///< "at night", "under a full moon"
    std::vector<std::string> with_;  ///< "a full moon on the left"
    bool sentence_ = false;          ///< "a picture of" cannot stand before it
    bool under_ = false;             ///< one of alone_ begins with "under" or the like
};

} // namespace

Mentions randomMentions(const Scene& scene, Rng& rng) {
    // How much is said at all: a few words, some, nearly everything.
    constexpr float kTalk[] = {0.35F, 0.8F, 1.15F};
    const float talk = rng.pick(kTalk);
    const auto says = [&](float chance) { return rng.chance(chance * talk); };
    const bool plain = scene.ground == Ground::Plain;
    const bool usual = scene.sky == Sky::Day;
    const bool shapes = !scene.groups.empty() && isShape(scene.groups[0].kind);
    Mentions mentions;
    mentions.style = scene.style != Style::Flat || rng.chance(0.2F);
    mentions.colour = rng.chance(0.6F + 0.35F * talk);
    mentions.size = says(0.85F);
    mentions.side = says(scene.groups.size() > 1 ? 0.75F : 0.6F);
    mentions.ground =
        plain ? (scene.backdrop == Backdrop::Dark || !shapes ? rng.chance(0.9F) : says(0.4F))
              : says(0.85F);
    mentions.sky = usual ? says(0.5F) : rng.chance(0.85F);
    mentions.body = scene.moon != Moon::None ? rng.chance(0.4F + 0.3F * talk) : says(0.45F);
    mentions.bodySide = says(0.3F);
    mentions.stars = says(0.6F);
    mentions.clouds = says(0.65F);
    mentions.sunbeams = rng.chance(0.95F);
    if (scene.groups.empty() && !mentions.ground)
        mentions.ground = usual || rng.chance(0.7F);
    return mentions;
}

std::string caption(const Scene& scene, const Mentions& mentions, Rng& rng) {
    return Speaker(scene, mentions, rng).speak();
}

std::string caption(const Scene& scene, Rng& rng) {
    const Mentions mentions = randomMentions(scene, rng);
    return caption(scene, mentions, rng);
}

std::vector<std::string> wordsOf(std::string_view caption) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char letter : caption) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool part = std::isalpha(byte) != 0 || letter == '-';
        if (part && !inside)
            words.emplace_back();
        if (part)
            words.back() += static_cast<char>(std::tolower(byte));
        inside = part;
    }
    return words;
}

std::vector<std::string> vocabularyWords() {
    std::set<std::string> words;
    for (const std::string_view phrase : allPhrases())
        for (std::string& word : wordsOf(phrase))
            words.insert(std::move(word));
    return {words.begin(), words.end()};
}

} // namespace diptych::flatland
