// A whole window in a process of its own, to be killed: session_child FOLDER MODE. Draws with a
// fake that stops where MODE says; tells "ready" when it is there. Used by session_test.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/program/process.h"

#include <QApplication>

#include <atomic>
#include <chrono>
#include <iostream>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace diptych {

namespace {

void tellReady() {
    std::cout << "ready" << std::endl;
}

Status waitForCancel(const RunContext& context) {
    while (!context.cancelled())
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return fail(cancelledError());
}

void typePrompt(gui::Desktop& desktop, const char* prompt) {
    desktop.form().editText(widgets::RequestField::Prompt, [prompt](widgets::RequestForm& form) {
        form.request.conversation.user = prompt;
    });
}

/// Behind everything that was posted to the history before.
template <typename Act> void whenStored(gui::Desktop& desktop, Act act) {
    desktop.history().service().ask(
        &desktop, [](widgets::Stores&) -> Status { return Done{}; },
        [act](const Status&) { act(); });
}

} // namespace

int run(int argc, char** argv) {
    const program::SignalWatcher signals;
    QApplication application(argc, argv);
    const std::string mode = argv[2];
    test::DesktopFixture fixture;
    fixture.environment.dataFolder = argv[1];
    auto state = std::make_shared<test::FakePipelineState>();
    state->beforeStep = [mode](int step, const RunContext& context) -> Status {
        return mode != "decoding" && step == 2 ? waitForCancel(context) : Status(Done{});
    };
    auto stored = std::make_shared<std::atomic<bool>>(false);
    state->beforeDecode = [stored](const RunContext& context) -> Status {
        while (!stored->load())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        tellReady();
        return waitForCancel(context);
    };
    fixture.environment.openPipeline =
        [state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    gui::Desktop& desktop = fixture.open();
    const std::stop_callback leave(signals.token(), [&desktop] {
        QMetaObject::invokeMethod(
            &desktop, [&desktop] { desktop.leave(); }, Qt::QueuedConnection);
    });
    for (const char* const prompt : {"running", "first", "second"}) {
        typePrompt(desktop, prompt);
        fixture.trigger(gui::Command::Generate);
        if (mode == "decoding") {
            whenStored(desktop, [stored] { stored->store(true); });
            return QApplication::exec();
        }
    }
    typePrompt(desktop, "in front");
    fixture.trigger(gui::Command::GenerateInFront);
    typePrompt(desktop, "typed last");
    whenStored(desktop, tellReady);
    return QApplication::exec();
}

} // namespace diptych

int main(int argc, char** argv) {
    return argc == 3 ? diptych::run(argc, argv) : 2;
}
