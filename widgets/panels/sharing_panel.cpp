#include "widgets/panels/sharing_panel.h"

#include "widgets/controls/field_row.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/scrolled_layout.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace diptych::widgets {

namespace {

constexpr int kHighestPort = 65535;
const QString kThisMachine = QStringLiteral("127.0.0.1");
const QString kEveryAddress = QStringLiteral("0.0.0.0");

QLabel* makeText(const QString& name) {
    auto* const label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QCheckBox* makeCheck(const QString& name, const QString& text, const QString& tip) {
    auto* const box = new QCheckBox(text);
    box->setObjectName(name);
    box->setToolTip(tip);
    return box;
}

} // namespace

bool isOpenAddress(const QString& host) {
    return host != QLatin1String("localhost") && host != QLatin1String("::1") &&
           !host.startsWith(QLatin1String("127."));
}

SharingPanel::SharingPanel(QWidget* parent)
    : QWidget(parent),
      on_(makeCheck(QStringLiteral("shareEncoder"), tr("&Share this encoder"),
                    tr("Answer other programs and machines with the model that is open here; they "
                       "wait while a picture is drawn"))),
      encoder_(makeCheck(QStringLiteral("shareStates"), tr("&Hidden states"),
                         tr("For other machines' transformers: /v1/hidden_states"))),
      chat_(makeCheck(QStringLiteral("shareChat"), tr("&Texts"),
                      tr("Written by the text encoder: /v1/chat/completions"))),
      rest_(makeCheck(QStringLiteral("sharePictures"), tr("&Pictures"),
                      tr("Drawn for others, with a history of their own: /api"))),
      host_(new QuietComboBox), port_(new QuietSpinBox), key_(new QLineEdit),
      showKey_(makeCheck(QStringLiteral("showSharingKey"), tr("Sho&w"), tr("Show the key"))),
      newKey_(new QPushButton(tr("&New key"))), keyRemark_(makeText(QStringLiteral("keyRemark"))),
      status_(makeText(QStringLiteral("sharingStatus"))),
      trouble_(makeText(QStringLiteral("sharingTrouble"))), fields_(makeFields()) {
    setObjectName(QStringLiteral("sharingPanel"));
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    column->addWidget(on_);
    column->addWidget(status_);
    column->addWidget(trouble_);
    column->addWidget(fields_);
    column->addStretch(1);
    layOutScrolled(this, inside);
    trouble_->hide();
    connect(on_, &QCheckBox::clicked, this, &SharingPanel::switched);
    for (QCheckBox* const box : {encoder_, chat_, rest_})
        connect(box, &QCheckBox::clicked, this, &SharingPanel::settingsEdited);
    connect(host_, &QComboBox::activated, this, &SharingPanel::settingsEdited);
    connect(port_, &QSpinBox::valueChanged, this, &SharingPanel::settingsEdited);
    connect(key_, &QLineEdit::editingFinished, this, &SharingPanel::settingsEdited);
    connect(newKey_, &QPushButton::clicked, this, &SharingPanel::newKeyRequested);
    connect(this, &SharingPanel::settingsEdited, this, &SharingPanel::refresh);
    connect(showKey_, &QCheckBox::toggled, this, [this](bool shown) {
        key_->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    });
    refresh();
}

QWidget* SharingPanel::makeFields() {
    host_->setObjectName(QStringLiteral("sharingHost"));
    host_->addItem(tr("this machine alone"), kThisMachine);
    host_->addItem(tr("the network"), kEveryAddress);
    port_->setObjectName(QStringLiteral("sharingPort"));
    port_->setRange(0, kHighestPort);
    port_->setSpecialValueText(tr("any free one"));
    key_->setObjectName(QStringLiteral("sharingKey"));
    key_->setAccessibleName(tr("Key"));
    key_->setEchoMode(QLineEdit::Password);
    key_->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    newKey_->setObjectName(QStringLiteral("newSharingKey"));
    newKey_->setToolTip(tr("Make a key that nobody can guess"));
    newKey_->setAutoDefault(false);
    auto* const offers = new QWidget;
    auto* const offerLine = new QHBoxLayout(offers);
    offerLine->setContentsMargins(0, 0, 0, 0);
    for (QCheckBox* const box : {encoder_, chat_, rest_})
        offerLine->addWidget(box);
    offerLine->addStretch(1);
    auto* const keyBox = new QWidget;
    auto* const keyLine = new QHBoxLayout(keyBox);
    keyLine->setContentsMargins(0, 0, 0, 0);
    keyLine->addWidget(key_, 1);
    keyLine->addWidget(showKey_);
    keyLine->addWidget(newKey_);
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new FieldRow(tr("Offers"), tr("What others can ask for"), offers));
    column->addWidget(new FieldRow(tr("Reached from"),
                                   tr("The network needs a key; prompts and key travel "
                                      "unencrypted, so only in a network that you trust"),
                                   host_));
    column->addWidget(new FieldRow(tr("Port"), tr("The number behind the address"), port_));
    column->addWidget(new FieldRow(tr("Key"), tr("What others must send to be answered"), keyBox));
    column->addWidget(keyRemark_);
    return box;
}

void SharingPanel::setSettings(const SharingSettings& settings) {
    const QSignalBlocker block(port_);
    encoder_->setChecked(settings.encoder);
    chat_->setChecked(settings.chat);
    rest_->setChecked(settings.rest);
    int place = host_->findData(settings.host);
    if (place < 0) { // set in the file of the window's settings
        host_->addItem(settings.host, settings.host);
        place = host_->count() - 1;
    }
    host_->setCurrentIndex(place);
    port_->setValue(settings.port);
    key_->setText(settings.key);
    refresh();
}

SharingSettings SharingPanel::settings() const {
    SharingSettings settings;
    settings.encoder = encoder_->isChecked();
    settings.chat = chat_->isChecked();
    settings.rest = rest_->isChecked();
    settings.host = host_->currentData().toString();
    settings.port = port_->value();
    settings.key = key_->text();
    return settings;
}

void SharingPanel::setRunning(bool on, bool busy, const QString& text) {
    on_->setChecked(on);
    on_->setEnabled(!busy);
    fields_->setEnabled(!on && !busy);
    status_->setText(text);
    status_->setVisible(!text.isEmpty());
}

void SharingPanel::setTrouble(const QString& trouble) {
    trouble_->setText(trouble);
    trouble_->setVisible(!trouble.isEmpty());
}

void SharingPanel::setKeyLasting(bool lasting) {
    keyLasting_ = lasting;
    refresh();
}

void SharingPanel::refresh() {
    const SharingSettings now = settings();
    if (isOpenAddress(now.host) && now.key.isEmpty())
        keyRemark_->setText(tr("The network is only answered with a key. Make one first."));
    else if (now.key.isEmpty())
        keyRemark_->setText(tr("Without a key every program on this machine may ask."));
    else
        keyRemark_->setText(keyLasting_ ? tr("The key is in the system's keychain.")
                                        : tr("The key is kept for this session only."));
}

} // namespace diptych::widgets
