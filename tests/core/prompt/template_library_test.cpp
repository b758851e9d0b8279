// core/prompt: the library of templates, its search, and writing in the user's folder.
#include "core/prompt/template_library.h"
#include "core/prompt/template_store.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace diptych {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

std::string fileOf(const std::string& name, const std::string& body,
                   const std::string& more = "category: style\n") {
    return "---\nname: " + name + "\n" + more + "---\n\n" + body + "\n";
}

class TemplateLibraryTest : public testing::Test {
  protected:
    TemplateLibraryTest() { fs::create_directories(folder_ / "built-in"); }

    void write(const std::string& path, const std::string& text) {
        fs::create_directories((folder_ / path).parent_path());
        test::writeBytes(folder_ / path, text);
    }

    TemplateLibrary load() const {
        return TemplateLibrary::load({folder_ / "built-in", folder_ / "user"});
    }

    static Names namesOf(std::span<const PromptTemplate> templates) {
        Names names;
        for (const PromptTemplate& value : templates)
            names.push_back(value.name);
        return names;
    }

    static std::string nameOf(const Result<PromptTemplate>& result) {
        return result ? result->name : result.error().message + " / " + result.error().hint;
    }

    test::TemporaryFolder folder_;
};

TEST_F(TemplateLibraryTest, listsTemplatesAndRewritersApart) {
    write("built-in/style/noir.md", fileOf("noir", "Dark."));
    write("built-in/art/b.MD", fileOf("b", "B.", "category: art\n"));
    write("built-in/rewriter/expand.md", "---\nname: expand\n---\nExpand.");
    write("built-in/README.md", "Not a template.");
    write("built-in/.git/x.md", "hidden");
    write("built-in/notes.txt", "no");
    write("built-in/plain.md", "Only a body.");
    const TemplateLibrary library = load();
    EXPECT_EQ(namesOf(library.templates()), (Names{"b", "noir", "plain"}));
    EXPECT_EQ(namesOf(library.rewriters()), (Names{"expand"}));
    EXPECT_EQ(library.rewriters()[0].category, "rewriter") << "of its folder";
    EXPECT_EQ(library.categories(), (Names{"art", "style"}));
    EXPECT_TRUE(library.problems().empty());
    EXPECT_EQ(library.templates()[1].source.origin, TemplateOrigin::BuiltIn);
}

TEST_F(TemplateLibraryTest, theUsersTemplateTakesThePlaceOfABuiltInOne) {
    write("built-in/noir.md", fileOf("noir", "Theirs."));
    write("user/mine/dark.md", fileOf("noir", "Mine."));
    const TemplateLibrary library = load();
    EXPECT_EQ(library.find("noir").value().body, "Mine.");
    EXPECT_EQ(library.templates().size(), 1U);
    EXPECT_TRUE(library.problems().empty());
}

TEST_F(TemplateLibraryTest, namesAreResolvedByNameThenFileThenPrefix) {
    write("built-in/z_image_film.md", fileOf("z_image_film", "1"));
    write("built-in/oil.md", fileOf("oil_painting", "2"));
    write("built-in/ink.md", fileOf("ink", "3"));
    write("built-in/a.md", fileOf("oil", "4"));
    write("built-in/rewriter/long.md", fileOf("long", "5", "category: rewriter\n"));
    const TemplateLibrary library = load();
    EXPECT_EQ(nameOf(library.find("z_image_film")), "z_image_film");
    EXPECT_EQ(nameOf(library.find("film")), "z_image_film");
    EXPECT_EQ(nameOf(library.find("z_image_ink")), "ink");
    EXPECT_EQ(nameOf(library.find("oil")), "oil") << "the name before the file";
    EXPECT_EQ(nameOf(library.find("a")), "oil");
    EXPECT_EQ(nameOf(library.findRewriter("z_image_long")), "long");
    const Result<PromptTemplate> unknown = library.find("flim");
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(library.find("painting").error().hint.find("did you mean oil_painting"),
              std::string::npos);
    EXPECT_NE(library.find("oil_paintin").error().hint.find("did you mean oil_painting"),
              std::string::npos);
    EXPECT_NE(library.find("long").error().message.find("for the prompt rewriter"),
              std::string::npos);
    EXPECT_FALSE(library.find("").has_value());
    EXPECT_FALSE(TemplateLibrary().find("x").has_value());
}

TEST_F(TemplateLibraryTest, aNameGivenTwiceIsAProblemThatNamesBothFiles) {
    write("user/a.md", fileOf("noir", "First."));
    write("user/b.md", fileOf("noir", "Second."));
    const TemplateLibrary library = load();
    EXPECT_EQ(library.find("noir").value().body, "First.");
    ASSERT_EQ(library.problems().size(), 1U);
    const std::string problem = describe(library.problems()[0]);
    EXPECT_NE(problem.find("b.md:2: "), std::string::npos) << problem;
    EXPECT_NE(problem.find("a.md"), std::string::npos) << problem;
}

TEST_F(TemplateLibraryTest, oddFoldersDoNoHarm) {
    write("built-in/good.md", fileOf("good", "x"));
    write("built-in/bad.md", std::string("\0\1", 2));
    fs::create_directory_symlink(".", folder_ / "built-in/circle");
    fs::create_directory_symlink("../user", folder_ / "built-in/linked");
    fs::create_symlink("self.md", folder_ / "built-in/self.md");
    fs::create_symlink("nowhere", folder_ / "built-in/dangling.md");
    write("user/mine.md", fileOf("mine", "x"));
    std::string deep = "built-in";
    for (int i = 0; i < kDeepestTemplateFolder + 3; ++i)
        deep += "/d";
    write(deep + "/deep.md", fileOf("deep", "x"));
    const TemplateLibrary library = load();
    EXPECT_EQ(namesOf(library.templates()), (Names{"good", "mine"}));
    std::string problems;
    for (const TemplateProblem& problem : library.problems())
        problems += describe(problem) + "\n";
    for (const char* part : {"bad.md: not a text file", "self.md: cannot be read",
                             "dangling.md: there is no such file", "folders inside each other"})
        EXPECT_NE(problems.find(part), std::string::npos) << part << "\n" << problems;
    EXPECT_EQ(library.problems().size(), 4U) << problems;
}

TEST_F(TemplateLibraryTest, aFolderThatIsNotThereIsToldUnlessItIsTheUsers) {
    EXPECT_TRUE(load().problems().empty()) << "the user has none yet";
    EXPECT_EQ(TemplateLibrary::load({folder_ / "nowhere", {}}).problems().size(), 1U);
    write("file", "x");
    EXPECT_EQ(TemplateLibrary::load({{}, folder_ / "file"}).problems().size(), 1U);
    fs::create_directory_symlink("a", folder_ / "b");
    fs::create_directory_symlink("b", folder_ / "a");
    EXPECT_EQ(TemplateLibrary::load({{}, folder_ / "a"}).problems().size(), 1U);
    if (::geteuid() == 0)
        return; // root may read everything
    fs::create_directory(folder_ / "closed");
    fs::permissions(folder_ / "closed", fs::perms::none);
    EXPECT_EQ(TemplateLibrary::load({folder_ / "closed", {}}).problems().size(), 1U);
    fs::permissions(folder_ / "closed", fs::perms::owner_all);
}

TEST_F(TemplateLibraryTest, aFolderOfEverythingIsGivenUp) {
    fs::create_directories(folder_ / "many");
    for (std::size_t i = 0; i <= kMostFolderEntries; ++i)
        fs::create_symlink("x", folder_ / ("many/" + std::to_string(i)));
    const TemplateLibrary library = TemplateLibrary::load({folder_ / "many", {}});
    ASSERT_EQ(library.problems().size(), 1U);
    EXPECT_NE(library.problems()[0].hint.find("no folder of templates"), std::string::npos);
}

TEST_F(TemplateLibraryTest, reloadTellsWhatChanged) {
    write("built-in/a.md", fileOf("a", "x"));
    write("built-in/b.md", fileOf("b", "x"));
    write("built-in/c.md", fileOf("c", "x"));
    TemplateLibrary library = load();
    EXPECT_FALSE(library.reload().any());
    write("built-in/b.md", fileOf("b", "longer"));
    fs::remove(folder_ / "built-in/c.md");
    write("built-in/d.md", fileOf("d", "x"));
    write("user/a.md", fileOf("a", "mine"));
    TemplateChanges changes = library.reload();
    EXPECT_EQ(changes.added, (Names{"d"}));
    EXPECT_EQ(changes.changed, (Names{"a", "b"}));
    EXPECT_EQ(changes.removed, (Names{"c"}));
    EXPECT_FALSE(changes.problems);
    EXPECT_FALSE(library.find("c").has_value());
    EXPECT_FALSE(library.reload().any());
    fs::remove(folder_ / "user/a.md");
    EXPECT_EQ(library.reload().changed, (Names{"a"})) << "the built-in one is back";
    write("built-in/bad.md", std::string("\0", 1));
    changes = library.reload();
    EXPECT_TRUE(changes.problems);
    EXPECT_TRUE(changes.added.empty() && changes.changed.empty() && changes.removed.empty());
}

TEST_F(TemplateLibraryTest, reloadSeesAnEditOfTheSameLengthByItsTime) {
    write("built-in/a.md", fileOf("a", "one"));
    TemplateLibrary library = load();
    const auto before = fs::last_write_time(folder_ / "built-in/a.md");
    write("built-in/a.md", fileOf("a", "two"));
    fs::last_write_time(folder_ / "built-in/a.md", before + std::chrono::milliseconds(1));
    EXPECT_EQ(library.reload().changed, (Names{"a"}));
    EXPECT_EQ(library.find("a").value().body, "two");
}

TEST_F(TemplateLibraryTest, searchRanksNamesBeforeBodies) {
    write("built-in/a.md", fileOf("portrait", "A face.", "title: Porträt Café\n"));
    write("built-in/b.md", fileOf("lamp_light", "Like a portrait.", "tags: [face]\n"));
    write("built-in/c.md", fileOf("portraiture", "Nothing.", "description: light\n"));
    const TemplateLibrary library = load();
    const auto found = [&](const char* query) {
        Names names;
        for (const TemplateMatch& match : library.search(query))
            names.push_back(library.templates()[match.index].name);
        return names;
    };
    EXPECT_EQ(found("portrait"), (Names{"portrait", "portraiture", "lamp_light"}));
    EXPECT_EQ(found("PORTRÄT cafe"), (Names{"portrait"}));
    EXPECT_EQ(found("lamp light"), (Names{"lamp_light"}));
    EXPECT_EQ(found("lamp-li"), (Names{"lamp_light"}));
    EXPECT_EQ(found("face"), (Names{"lamp_light", "portrait"}));
    EXPECT_EQ(found("light"), (Names{"lamp_light", "portraiture"}));
    EXPECT_EQ(found("").size(), 3U);
    EXPECT_EQ(found("nowhere face"), Names());
}

TEST(TemplateSearch, foldsLettersOfEveryKind) {
    EXPECT_EQ(foldForSearch("Größe_ÉTÉ  \n Ｗｉｄｅ ﬁn"), "grosse ete wide fin");
    EXPECT_EQ(foldForSearch("\xFF\xC3"), "");
    std::string marks = "e";
    for (int i = 0; i < 200'000; ++i)
        marks += i % 2 ? "\xCC\x81" : "\xCC\xA3";
    EXPECT_EQ(foldForSearch(marks), "e");
}

TEST(TemplateSearch, aThousandTemplatesAreSearchedInAMoment) {
    std::vector<PromptTemplate> templates(1000);
    for (std::size_t i = 0; i < templates.size(); ++i) {
        templates[i].name = "template_" + std::to_string(i);
        templates[i].body.assign(900, 'e');
        templates[i].body += " light " + std::to_string(i);
    }
    const TemplateSearch search(templates);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(search.find("light 77 e").size(), 19U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(30));
}

using TemplateStoreTest = TemplateLibraryTest;

PromptTemplate sample(std::string name, std::string body = "Body.") {
    PromptTemplate value;
    value.name = std::move(name);
    value.category = "style";
    value.body = std::move(body);
    return value;
}

TEST_F(TemplateStoreTest, whatIsCreatedIsThereAtOnceAndAfterLoadingAgain) {
    TemplateLibrary library = load();
    const Result<PromptTemplate> made = createTemplate(library, sample("soft: \"light\"/../x"));
    ASSERT_TRUE(made.has_value()) << made.error().message;
    EXPECT_EQ(made->name, "soft: \"light\"/../x");
    EXPECT_EQ(made->source.file, folder_ / "user/soft___light_____x.md");
    EXPECT_EQ(load().find(made->name).value(), *made);
    EXPECT_FALSE(createTemplate(library, sample(made->name)).has_value()) << "the name is taken";
    // Another name that gives the same file.
    const Result<PromptTemplate> second = createTemplate(library, sample("soft_ _light_ ..'x"));
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->source.file.filename(), "soft___light_____x_2.md");
}

TEST_F(TemplateStoreTest, whatCannotBeATemplateIsRefused) {
    TemplateLibrary library = load();
    EXPECT_FALSE(createTemplate(library, sample(" \n ")).has_value());
    EXPECT_FALSE(createTemplate(library, sample(std::string(81, 'x'))).has_value());
    EXPECT_FALSE(createTemplate(library, sample("x", std::string(2U << 20, 'x'))).has_value());
    TemplateLibrary without = TemplateLibrary::load({folder_ / "built-in", {}});
    EXPECT_EQ(createTemplate(without, sample("x")).error().code, ErrorCode::Unsupported);
    EXPECT_FALSE(fs::exists(folder_ / "user"));
}

TEST_F(TemplateStoreTest, editingABuiltInTemplateMakesACopy) {
    write("built-in/noir.md", fileOf("noir", "Theirs."));
    TemplateLibrary library = load();
    PromptTemplate edited = library.find("noir").value();
    edited.body = "Mine.";
    ASSERT_TRUE(saveTemplate(library, "noir", edited).has_value());
    EXPECT_EQ(library.find("noir").value().body, "Mine.");
    EXPECT_EQ(test::readBytes(folder_ / "built-in/noir.md"), fileOf("noir", "Theirs."));
    ASSERT_TRUE(removeTemplate(library, "noir").has_value());
    EXPECT_EQ(library.find("noir").value().body, "Theirs.");
    EXPECT_FALSE(removeTemplate(library, "noir").has_value()) << "it comes with the program";
    EXPECT_TRUE(fs::exists(folder_ / "built-in/noir.md"));
}

TEST_F(TemplateStoreTest, savingKeepsTheFileAndRenamingMovesIt) {
    write("user/deep/noir.md", fileOf("noir", "1", "author: Jo\n"));
    write("user/other.md", fileOf("film", "1"));
    TemplateLibrary library = load();
    PromptTemplate value = library.find("noir").value();
    value.body = "2";
    EXPECT_EQ(saveTemplate(library, "noir", value).value().source.file,
              folder_ / "user/deep/noir.md");
    EXPECT_EQ(load().find("noir").value().extras, (std::vector<ExtraKey>{{"author", "\"Jo\""}}));
    value.name = "dark";
    EXPECT_EQ(saveTemplate(library, "noir", value).value().source.file, folder_ / "user/dark.md");
    EXPECT_FALSE(fs::exists(folder_ / "user/deep/noir.md"));
    value = library.find("film").value();
    value.name = "movie";
    EXPECT_EQ(saveTemplate(library, "film", value).value().source.file, folder_ / "user/other.md");
    value.name = "dark";
    EXPECT_FALSE(saveTemplate(library, "movie", value).has_value()) << "the name is taken";
    EXPECT_FALSE(saveTemplate(library, "gone", value).has_value());
    EXPECT_EQ(namesOf(library.templates()), (Names{"dark", "movie"}));
}

TEST_F(TemplateStoreTest, templatesAreDuplicatedImportedAndExported) {
    write("built-in/noir.md", fileOf("noir", "Dark."));
    TemplateLibrary library = load();
    EXPECT_EQ(duplicateTemplate(library, "noir", "noir_two").value().body, "Dark.");
    EXPECT_FALSE(duplicateTemplate(library, "noir", "noir_two").has_value());
    const std::string text = "---\r\nname: film # a comment\r\n---\r\nGrain.\r\n";
    write("elsewhere/x.md", text);
    const Result<PromptTemplate> imported =
        importTemplate(library, folder_ / "elsewhere/x.md", Overwrite::No);
    ASSERT_TRUE(imported.has_value()) << imported.error().message;
    EXPECT_EQ(test::readBytes(imported->source.file), text);
    EXPECT_EQ(imported->source.file, folder_ / "user/film.md");
    EXPECT_FALSE(importTemplate(library, folder_ / "elsewhere/x.md", Overwrite::No).has_value());
    EXPECT_TRUE(importTemplate(library, folder_ / "elsewhere/x.md", Overwrite::Yes).has_value());
    write("elsewhere/bad.md", "---\nname: [\n---\n");
    EXPECT_EQ(importTemplate(library, folder_ / "elsewhere/bad.md", Overwrite::No).error().code,
              ErrorCode::FileInvalid);
    ASSERT_TRUE(exportTemplate(library, "film", folder_ / "out/film.md", Overwrite::No));
    EXPECT_EQ(readTemplateFile(folder_ / "out/film.md").value.value().body, "Grain.");
    EXPECT_FALSE(exportTemplate(library, "film", folder_ / "out/film.md", Overwrite::No));
    EXPECT_FALSE(exportTemplate(library, "gone", folder_ / "out/gone.md", Overwrite::No));
}

TEST(TemplateStore, fileNamesAreHarmless) {
    EXPECT_EQ(templateFileName("../../etc/passwd"), "______etc_passwd");
    EXPECT_EQ(templateFileName(".hidden"), "_hidden");
    EXPECT_EQ(templateFileName(""), "template");
    EXPECT_EQ(templateFileName("ReadMe"), "ReadMe_");
    EXPECT_EQ(templateFileName("Größe 2"), "Größe_2");
    EXPECT_EQ(templateFileName(std::string(200, 'x')).size(), 80U);
}

} // namespace
} // namespace diptych
