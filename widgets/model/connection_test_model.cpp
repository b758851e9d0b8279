#include "widgets/model/connection_test_model.h"

#include "widgets/model/error_text.h"

namespace diptych::widgets {

namespace {

using net::ConnectionStage;
using net::StageState;

StageMark markOf(StageState state) {
    switch (state) {
    case StageState::Passed:
        return StageMark::Passed;
    case StageState::Failed:
        return StageMark::Failed;
    case StageState::Skipped:
        return StageMark::Skipped;
    }
    return StageMark::Skipped;
}

QString explanationOf(ConnectionStage stage) {
    switch (stage) {
    case ConnectionStage::Name:
        return ConnectionTestModel::tr("The host's name leads to an address");
    case ConnectionStage::Connection:
        return ConnectionTestModel::tr("The port accepts connections");
    case ConnectionStage::Tls:
        return ConnectionTestModel::tr("Certificate and encryption are right; not for http://");
    case ConnectionStage::Http:
        return ConnectionTestModel::tr("What answers speaks HTTP");
    case ConnectionStage::Authorisation:
        return ConnectionTestModel::tr("The key is accepted, or none is wanted");
    case ConnectionStage::Endpoint:
        return ConnectionTestModel::tr("/v1/models and /v1/hidden_states are there");
    case ConnectionStage::Model:
        return ConnectionTestModel::tr("The model is there and gives the hidden layer");
    case ConnectionStage::Width:
        return ConnectionTestModel::tr("Its hidden states fit the transformer");
    case ConnectionStage::RoundTrip:
        return ConnectionTestModel::tr("A prompt comes back whole, in time");
    }
    return {};
}

// The engine's advice names flags of the command line where there is no window; here are controls.
QString adviceFor(const Error& error) {
    using net::RemoteFault;
    switch (net::faultOf(error).value_or(RemoteFault::TransportFailed)) {
    case RemoteFault::Unauthorized:
        return ConnectionTestModel::tr("Enter the server's key below.");
    case RemoteFault::TlsUntrusted:
        return ConnectionTestModel::tr("If the server is yours, name its authority's certificate "
                                       "in the preferences (Remote encoder).");
    case RemoteFault::FirstByteTimedOut:
        return ConnectionTestModel::tr("It may be loading its model or be busy: try again, or let "
                                       "it take longer in the preferences (Remote encoder).");
    case RemoteFault::RedirectRefused:
        return ConnectionTestModel::tr("If you trust that address, add it as a server.");
    case RemoteFault::Overloaded:
        return ConnectionTestModel::tr("Try again later, or add a second server.");
    case RemoteFault::BadRequest:
    case RemoteFault::NotFound:
    case RemoteFault::Unprocessable:
    case RemoteFault::WrongModel:
    case RemoteFault::ModelNotChosen:
        return ConnectionTestModel::tr("Name the model that is meant, and check the address.");
    default:
        return errorText(error).hint;
    }
}

QString markText(StageMark mark) {
    switch (mark) {
    case StageMark::Waiting:
        return ConnectionTestModel::tr("waits");
    case StageMark::Running:
        return ConnectionTestModel::tr("is tried");
    case StageMark::Passed:
        return ConnectionTestModel::tr("passed");
    case StageMark::Failed:
        return ConnectionTestModel::tr("failed");
    case StageMark::Skipped:
        return ConnectionTestModel::tr("left out");
    }
    return {};
}

} // namespace

QString stageTitle(ConnectionStage stage) {
    switch (stage) {
    case ConnectionStage::Name:
        return ConnectionTestModel::tr("Name");
    case ConnectionStage::Connection:
        return ConnectionTestModel::tr("Connection");
    case ConnectionStage::Tls:
        return ConnectionTestModel::tr("TLS");
    case ConnectionStage::Http:
        return ConnectionTestModel::tr("HTTP");
    case ConnectionStage::Authorisation:
        return ConnectionTestModel::tr("Key");
    case ConnectionStage::Endpoint:
        return ConnectionTestModel::tr("Endpoint");
    case ConnectionStage::Model:
        return ConnectionTestModel::tr("Model");
    case ConnectionStage::Width:
        return ConnectionTestModel::tr("Width");
    case ConnectionStage::RoundTrip:
        return ConnectionTestModel::tr("Round trip");
    }
    return {};
}

void ConnectionTestModel::begin() {
    clear();
    running_ = true;
    empty_ = false;
    mark(0, StageMark::Running);
    Q_EMIT changed();
}

void ConnectionTestModel::clear() {
    for (int row = 0; row < kStageCount; ++row)
        mark(row, StageMark::Waiting);
    running_ = succeeded_ = false;
    empty_ = true;
    summary_.clear();
    advice_.clear();
    Q_EMIT changed();
}

void ConnectionTestModel::mark(int row, StageMark mark) {
    StageMark& known = marks_[static_cast<std::size_t>(row)];
    if (known == mark)
        return;
    known = mark;
    Q_EMIT dataChanged(index(row), index(row));
}

void ConnectionTestModel::setStage(const net::StageResult& result) {
    const int row = static_cast<int>(result.stage);
    if (row < 0 || row >= kStageCount)
        return;
    mark(row, markOf(result.state));
    const int next = row + 1;
    if (running_ && next < kStageCount && result.state != StageState::Failed &&
        marks_[static_cast<std::size_t>(next)] == StageMark::Waiting)
        mark(next, StageMark::Running);
}

void ConnectionTestModel::finish(const net::ConnectionReport& report) {
    constexpr double kMegabyte = 1e6;
    running_ = false;
    empty_ = false;
    succeeded_ = report.ok();
    for (const net::StageResult& result : report.stages)
        setStage(result);
    if (report.ok()) {
        summary_ = tr("The server works: %1, %n token(s) of width %2 in %3 ms, %4 MB.", nullptr,
                      report.tokens)
                       .arg(QString::fromStdString(report.model))
                       .arg(report.width)
                       .arg(report.seconds * 1000.0, 0, 'f', 0)
                       .arg(static_cast<double>(report.bytes) / kMegabyte, 0, 'f', 2);
        advice_.clear();
    } else {
        // Without stages nobody was asked: the address or the key is no good.
        QString stage;
        for (const net::StageResult& result : report.stages)
            if (result.state == StageState::Failed)
                stage = stageTitle(result.stage);
        const ErrorText text = errorText(*report.error);
        summary_ = stage.isEmpty() ? text.message : tr("%1: %2").arg(stage, text.message);
        advice_ = adviceFor(*report.error);
        for (int row = 0; row < kStageCount; ++row)
            if (const StageMark left = marks_[static_cast<std::size_t>(row)];
                left == StageMark::Waiting || left == StageMark::Running)
                mark(row, StageMark::Skipped);
    }
    Q_EMIT changed();
}

int ConnectionTestModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kStageCount;
}

QVariant ConnectionTestModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto stage = static_cast<ConnectionStage>(index.row());
    const StageMark mark = marks_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return stageTitle(stage);
    case Qt::ToolTipRole:
        return explanationOf(stage);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(stageTitle(stage), markText(mark));
    case StageMarkRole:
        return static_cast<int>(mark);
    default:
        return {};
    }
}

} // namespace diptych::widgets
