// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {StateTree} from "../crosschain/StateTree.sol";
import {IAllocationBook} from "../interfaces/IAllocationBook.sol";
import {IBodyBuilder} from "../interfaces/IBodyBuilder.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IFunding} from "../interfaces/IFunding.sol";
import {IControlHandler, IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {ValueRefund} from "../spoke/ValueRefund.sol";
import {SpokeTerms} from "../types/Config.sol";
import {Ledger, FundEntry} from "../types/Ledger.sol";
import {Leg, MandateBody, mandateLeaf} from "../types/Mandate.sol";
import {Heartbeat, Kind, Report} from "../types/Message.sol";
import {toWad} from "../types/Units.sol";
import {BodyDrift} from "./BodyDrift.sol";
import {Leases} from "./Leases.sol";
import {ReportIntake} from "./ReportIntake.sol";

/// @title Mandates out, reports in
/// @dev Per spoke: a tree of bodies, the lease, the last report and the claims. The state machines are the libraries; here is
/// who may do what, and in which order the neighbours are asked.
contract MandateBook is IMandateBook, AccessManagedUpgradeable, UUPSUpgradeable, ValueRefund {
    using Address for address;
    using BodyDrift for BodyDrift.Published;
    using Leases for Leases.Lease;
    using ReportIntake for ReportIntake.Intake;
    using StateTree for StateTree.Tree;

    struct Init {
        address allocationBook;
        address books;
        address bodyBuilder;
        address funding;
        address marginEngine;
        address quoteToken;
        address riskParameters;
        address transport;
    }

    /// @param carriedBy epoch that carries the last change of a book's series, sizes or allocation here
    struct Spoke {
        Leases.Lease lease;
        ReportIntake.Intake intake;
        StateTree.Tree mandates;
        mapping(uint64 book => uint64) carriedBy;
    }

    /// @custom:storage-location erc7201:gimbal.storage.MandateBook
    struct MandateStorage {
        IAllocationBook allocations;
        IBooks books;
        IBodyBuilder builder;
        IFunding funding;
        IMarginEngine margin;
        IRiskParameters parameters;
        IHedgeTransport transport;
        uint8 quoteDecimals;
        mapping(uint64 spoke => Spoke) spokes;
        mapping(uint64 book => mapping(uint64 spoke => BodyDrift.Published)) bodies;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.MandateBook")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xe703d4fe04be76d1c743c1b741f84d51d145a6bb3711f19d77b998cc6f255000;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        MandateStorage storage $ = _storage();
        $.allocations = IAllocationBook(init.allocationBook);
        $.books = IBooks(init.books);
        $.builder = IBodyBuilder(init.bodyBuilder);
        $.funding = IFunding(init.funding);
        $.margin = IMarginEngine(init.marginEngine);
        $.parameters = IRiskParameters(init.riskParameters);
        $.transport = IHedgeTransport(init.transport);
        $.quoteDecimals = IERC20Metadata(init.quoteToken).decimals();
    }

    /// @inheritdoc IMandateBook
    function publish(uint64 book) external {
        MandateStorage storage $ = _storage();
        uint64[] memory spokes = $.allocations.spokesOf(book);
        if (spokes.length == 0) {
            $.allocations.placeAtHome(book);
            spokes = $.allocations.spokesOf(book);
        }
        IMarginEngine.Assessment memory a = $.margin.assess(book);
        uint256 range = $.margin.targetRange(book);
        uint256 moved = $.parameters.mandateTerms($.books.bookOf(book).market).republishShare;
        for (uint256 i; i < spokes.length; i++) {
            IAllocationBook.Allocation memory part = $.allocations.allocation(book, spokes[i]);
            (MandateBody memory body, Leg[] memory legs) =
                $.builder.build(book, spokes[i], part, a.requirement, range);
            _setBody(spokes[i], body, legs, moved);
        }
        emit ExposurePublished(
            book,
            a.equity.low(),
            a.equity.high(),
            a.requirement,
            a.fundingNeed,
            a.fundingHave,
            a.delta,
            a.gamma,
            a.vega,
            a.theta
        );
    }

    /// @inheritdoc IMandateBook
    function heartbeat(uint64 spoke) external payable refundsValue returns (uint64 epoch) {
        MandateStorage storage $ = _storage();
        SpokeTerms memory terms = $.parameters.spokeTerms(spoke);
        Spoke storage s = $.spokes[spoke];
        uint256 silence = block.timestamp - _heardFrom(s);
        if (silence > terms.reportAge) revert SpokeSilent(spoke, silence, terms.reportAge);
        Heartbeat memory beat =
            Heartbeat(0, 0, s.mandates.root(), $.parameters.digest(spoke), $.funding.fundRoot(spoke));
        beat = s.lease.renew(spoke, terms, beat, s.intake.last.epoch);
        epoch = beat.epoch;
        _sendHeartbeat(spoke, beat);
    }

    /// @inheritdoc IMandateBook
    function resendHeartbeat(uint64 spoke) external payable refundsValue {
        Heartbeat memory beat = _storage().spokes[spoke].lease.last;
        if (beat.epoch == 0) revert NothingSent(spoke);
        _sendHeartbeat(spoke, beat);
    }

    /// @inheritdoc IMandateBook
    function sendConfig(uint64 spoke) external payable refundsValue {
        MandateStorage storage $ = _storage();
        // What the call returns is the encoded snapshot: no need to take it apart.
        bytes memory body =
            address($.parameters).functionStaticCall(abi.encodeCall(IRiskParameters.snapshot, (spoke)));
        uint64 version = $.parameters.version(spoke);
        bytes32 digest = keccak256(body);
        $.spokes[spoke].intake.configs[version] = digest;
        emit ConfigSent(spoke, version, digest);
        $.transport.send{value: msg.value}(spoke, Kind.CONFIG, version, body);
    }

    /// @inheritdoc IControlHandler
    function onControl(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external restricted {
        if (kind != Kind.REPORT) revert IHedgeTransport.UnsupportedKind(kind);
        MandateStorage storage $ = _storage();
        SpokeTerms memory terms = $.parameters.spokeTerms(fromChain);
        Report memory report = abi.decode(body, (Report));
        if (report.sequence != epoch) revert SequenceMismatch(epoch, report.sequence);
        Spoke storage s = $.spokes[fromChain];
        bytes32 reason = s.intake.accept(s.lease, fromChain, report);
        emit ReportReceived(fromChain, report);
        if (reason == ReportIntake.UNKNOWN_HEARTBEAT) s.lease.askRepair(report.epoch, terms.maxEpochJump);
        _setQuarantine(s, fromChain, reason);
    }

    /// @inheritdoc IMandateBook
    function prove(uint64 spoke, Ledger calldata ledger, uint32 index, bytes32[] calldata proof) external {
        MandateStorage storage $ = _storage();
        Spoke storage s = $.spokes[spoke];
        FundEntry memory fund = $.funding.entry(ledger.book, spoke);
        bytes32 reason = s.intake.prove(spoke, ledger, index, proof, fund);
        if (reason != 0) _setQuarantine(s, spoke, reason);
        else emit ClaimProven(ledger.book, spoke, s.intake.last.sequence, ledger);
    }

    /// @inheritdoc IMandateBook
    function spokesOf(uint64 book) external view returns (uint64[] memory) {
        return _storage().allocations.spokesOf(book);
    }

    /// @inheritdoc IMandateBook
    function claim(uint64 book, uint64 spoke) external view returns (Claim memory) {
        return _storage().spokes[spoke].intake.claims[book];
    }

    /// @inheritdoc IMandateBook
    function lastHeartbeat(uint64 spoke) external view returns (Heartbeat memory) {
        return _storage().spokes[spoke].lease.last;
    }

    /// @inheritdoc IMandateBook
    function lastReport(uint64 spoke) external view returns (Report memory report, uint64 arrival) {
        ReportIntake.Intake storage intake = _storage().spokes[spoke].intake;
        return (intake.last, intake.arrival);
    }

    /// @inheritdoc IMandateBook
    function isQuarantined(uint64 spoke) external view returns (bool) {
        return _storage().spokes[spoke].intake.quarantined;
    }

    /// @inheritdoc IMandateBook
    function recognised(uint64 book, uint64 spoke)
        external
        view
        returns (int256 quote, int256 base, uint256 transit, uint64 oldest)
    {
        MandateStorage storage $ = _storage();
        Ledger memory l = $.spokes[spoke].intake.claims[book].ledger;
        quote = int256(uint256(l.received) + l.got) - int256(uint256(l.sent) + l.paid + l.bridgeFees);
        base = int256(uint256(l.bought)) - int256(uint256(l.sold));
        // What was refunded has left one way and is on the other.
        transit = $.funding.entry(book, spoke).sent + uint256(l.sent) - l.received
            - $.funding.received(book, spoke);
        if (transit != 0) oldest = $.funding.oldestTransit(book, spoke, l);
    }

    /// @inheritdoc IMandateBook
    function recognisedCap(uint64 book, uint64 spoke) external view returns (uint256) {
        MandateStorage storage $ = _storage();
        uint256 sent = $.funding.entry(book, spoke).sent;
        if (sent == 0) return 0;
        uint32 market = $.books.bookOf(book).market;
        uint256 elapsed = block.timestamp - $.funding.meanSent(book, spoke);
        uint256 rate = $.parameters.mandateTerms(market).gainRate;
        uint256 most = sent + Math.mulDiv(sent, rate * elapsed, 1 days * 1e18);
        uint256 back = $.funding.received(book, spoke);
        return most > back ? toWad(most - back, $.quoteDecimals) : 0;
    }

    /// @inheritdoc IMandateBook
    function requireTrusted(uint64 book) external view {
        (uint64 spoke, uint256 age, uint256 limit) = _distrusted(book);
        if (age != 0) revert ReportTooOld(spoke, age, limit);
        if (spoke != 0) revert Quarantined(book, spoke);
    }

    /// @inheritdoc IMandateBook
    function isTrusted(uint64 book) external view returns (bool) {
        (uint64 spoke,,) = _distrusted(book);
        return spoke == 0;
    }

    /// @inheritdoc IMandateBook
    function requireCarried(uint64 book, uint64 spoke) public view {
        Spoke storage s = _storage().spokes[spoke];
        if (s.intake.quarantined) revert Quarantined(book, spoke);
        uint64 reported = s.intake.last.epoch;
        uint64 need = s.carriedBy[book];
        if (reported < need) revert NotReported(spoke, reported, need);
    }

    /// @inheritdoc IMandateBook
    function requireEmptied(uint64 book, uint64 spoke) external view {
        BodyDrift.Published storage last = _storage().bodies[book][spoke];
        if (last.legs.length != 0) revert BodyNotEmpty(book, spoke);
        requireCarried(book, spoke);
    }

    /// @inheritdoc IMandateBook
    function carriedBy(uint64 book, uint64 spoke) external view returns (uint64) {
        return _storage().spokes[spoke].carriedBy[book];
    }

    /// @inheritdoc IMandateBook
    function deadAt(uint64 spoke) external view returns (uint256) {
        MandateStorage storage $ = _storage();
        SpokeTerms memory terms = $.parameters.spokeTerms(spoke);
        Spoke storage s = $.spokes[spoke];
        return Math.max(_heardFrom(s) + terms.reportAge, uint256(s.lease.last.leaseEnd) + terms.grace);
    }

    /// @inheritdoc IMandateBook
    function mandateRoot(uint64 spoke) external view returns (bytes32) {
        return _storage().spokes[spoke].mandates.root();
    }

    /// @inheritdoc IMandateBook
    function bodyOf(uint64 book, uint64 spoke) external view returns (MandateBody memory) {
        return _storage().bodies[book][spoke].read();
    }

    function _sendHeartbeat(uint64 spoke, Heartbeat memory beat) private {
        emit HeartbeatSent(spoke, beat);
        _storage().transport.send{value: msg.value}(spoke, Kind.HEARTBEAT, beat.epoch, abi.encode(beat));
    }

    function _setBody(uint64 spoke, MandateBody memory body, Leg[] memory legs, uint256 moved) private {
        MandateStorage storage $ = _storage();
        BodyDrift.Published storage old = $.bodies[body.book][spoke];
        Spoke storage s = $.spokes[spoke];
        uint32 index = $.allocations.indexOf(body.book, spoke);
        if (old.isReshaped(body, legs)) s.carriedBy[body.book] = s.lease.nextEpoch();
        else if (!old.hasMoved(body, legs, moved)) return;
        old.keep(body, legs);
        bytes32 leaf = mandateLeaf(body);
        bytes32 root = s.mandates.set(index, leaf);
        emit MandatePublished(body.book, spoke, index, body, leaf, root);
    }

    function _setQuarantine(Spoke storage s, uint64 spoke, bytes32 reason) private {
        bool quarantined = reason != 0;
        if (!quarantined && !s.intake.quarantined) return;
        s.intake.quarantined = quarantined;
        emit QuarantineSet(spoke, quarantined, reason);
    }

    /// @dev When a spoke was last known to live: its last report, or its first heartbeat until it has reported.
    function _heardFrom(Spoke storage s) private view returns (uint256) {
        if (s.intake.last.sequence != 0) return s.intake.time();
        return s.lease.firstAt == 0 ? block.timestamp : s.lease.firstAt;
    }

    /// @dev A spoke of the book that stands in the way of new risk; age is zero when it is quarantined.
    function _distrusted(uint64 book) private view returns (uint64 spoke, uint256 age, uint256 limit) {
        MandateStorage storage $ = _storage();
        uint64[] memory spokes = $.allocations.spokesOf(book);
        for (uint256 i; i < spokes.length; i++) {
            spoke = spokes[i];
            Spoke storage s = $.spokes[spoke];
            if (s.intake.quarantined) return (spoke, 0, 0);
            uint256 since = s.intake.last.sequence != 0 ? s.intake.time() : $.funding.lastSent(book, spoke);
            limit = $.parameters.spokeTerms(spoke).reportAge;
            if (since != 0 && block.timestamp - since > limit) {
                return (spoke, block.timestamp - since, limit);
            }
        }
        return (0, 0, 0);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (MandateStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
