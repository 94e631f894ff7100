// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StateTree} from "../crosschain/StateTree.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {FundEntry, Ledger, ledgerLeaf} from "../types/Ledger.sol";
import {Report} from "../types/Message.sol";
import {Leases} from "./Leases.sol";

/// @title Reports of one spoke and the claims they prove
/// @dev Only the highest sequence matters (P4). A report that contradicts what the hub knows quarantines the spoke until one
/// comes that does not; it stays the last report all the same, for a spoke says what it says.
library ReportIntake {
    using Leases for Leases.Lease;

    bytes32 internal constant EPOCH_FELL = "epoch fell";
    bytes32 internal constant CLOCK_FELL = "clock fell";
    bytes32 internal constant UNKNOWN_HEARTBEAT = "unknown heartbeat";
    bytes32 internal constant UNKNOWN_CONFIG = "unknown config";
    bytes32 internal constant COUNTER_FELL = "counter fell";
    bytes32 internal constant UNFUNDED_RECEIPT = "received more than sent";
    bytes32 internal constant UNASKED_REFUND = "refunded more than expired";
    bytes32 internal constant NEGATIVE_HOLDING = "negative holding";
    uint256 private constant LEDGER_BYTES = 9 * 32;

    /// @param last the report of the highest sequence
    /// @param arrival when it came
    /// @param configs digests of the configs sent, by version
    struct Intake {
        Report last;
        uint64 arrival;
        bool quarantined;
        mapping(uint64 version => bytes32) configs;
        mapping(uint64 book => IMandateBook.Claim) claims;
    }

    /// @notice Takes in a report. Returns what is wrong with it, or zero.
    function accept(Intake storage intake, Leases.Lease storage lease, uint64 spoke, Report memory report)
        internal
        returns (bytes32 reason)
    {
        Report storage last = intake.last;
        if (report.sequence <= last.sequence) {
            revert IMandateBook.StaleReport(spoke, report.sequence, last.sequence);
        }
        if (report.epoch < last.epoch) {
            reason = EPOCH_FELL;
        } else if (report.time < last.time) {
            reason = CLOCK_FELL;
        } else if (report.epoch != 0 && !_same(lease.digests[report.epoch], report.heartbeatDigest)) {
            reason = UNKNOWN_HEARTBEAT;
        } else if (
            report.configVersion != 0 && !_same(intake.configs[report.configVersion], report.configDigest)
        ) {
            reason = UNKNOWN_CONFIG;
        }
        intake.last = report;
        intake.arrival = uint64(block.timestamp);
    }

    /// @notice Takes in a book's ledger proven under the last report. Returns what is wrong with it, or zero; a wrong one
    /// leaves the claim as it was.
    /// @param fund what the hub ever sent to the spoke for the book, and what of it expired
    function prove(
        Intake storage intake,
        uint64 spoke,
        Ledger memory ledger,
        uint32 index,
        bytes32[] calldata proof,
        FundEntry memory fund
    ) internal returns (bytes32 reason) {
        Report storage report = intake.last;
        IMandateBook.Claim storage claim = intake.claims[ledger.book];
        if (report.sequence <= claim.provenSequence) {
            revert IMandateBook.StaleProof(report.sequence, claim.provenSequence);
        }
        if (!StateTree.verify(report.ledgerRoot, index, ledgerLeaf(ledger), proof)) {
            revert IMandateBook.BadLedgerProof(ledger.book, spoke);
        }
        if (_fell(claim.ledger, ledger)) return COUNTER_FELL;
        if (uint256(ledger.received) + ledger.refunded > fund.sent) return UNFUNDED_RECEIPT;
        if (ledger.refunded > fund.expired) return UNASKED_REFUND;
        if (
            ledger.sold > ledger.bought
                || uint256(ledger.sent) + ledger.paid + ledger.bridgeFees
                    > uint256(ledger.received) + ledger.got
        ) return NEGATIVE_HOLDING;
        claim.ledger = ledger;
        claim.time = time(intake);
        claim.provenSequence = report.sequence;
    }

    /// @notice When the last report was true, on the hub's clock: a spoke whose clock runs ahead is not younger for it.
    function time(Intake storage intake) internal view returns (uint64) {
        return intake.last.time < intake.arrival ? intake.last.time : intake.arrival;
    }

    /// @dev Nothing known is nothing confirmed.
    function _same(bytes32 known, bytes32 reported) private pure returns (bool) {
        return known != 0 && known == reported;
    }

    /// @dev Every member of a ledger is a word in memory, and every one but the book's id a counter.
    function _fell(Ledger memory old, Ledger memory ledger) private pure returns (bool fell) {
        assembly ("memory-safe") {
            for { let i := 0 } lt(i, LEDGER_BYTES) { i := add(i, 0x20) } {
                fell := or(fell, gt(mload(add(old, i)), mload(add(ledger, i))))
            }
        }
    }
}
