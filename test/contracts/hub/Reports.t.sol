// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {ReportIntake} from "gimbal/hub/ReportIntake.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {Report} from "gimbal/types/Message.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

contract ReportsTest is MandateFixture {
    using StateTree for StateTree.Tree;

    uint64 internal book;

    function setUp() public override {
        super.setUp();
        book = openFor(alice, 100_000e6);
        place(book, NORTH);
        mandates.heartbeat(NORTH);
        fund(book, NORTH, 10_000e6);
    }

    /// @notice 10,000 arrived; 2 base bought for 6,000.
    function ledger() internal view returns (Ledger memory) {
        return Ledger(book, 10_000e6, 0, 2e18, 0, 6_000e6, 0, 0, 0);
    }

    function suspect(Report memory report, bytes32 reason) internal {
        vm.expectEmit(address(mandates));
        emit IMandateBook.QuarantineSet(NORTH, true, reason);
        deliver(NORTH, report);
        assertTrue(mandates.isQuarantined(NORTH));
    }

    function test_aReportIsKeptWithItsArrival() public {
        Report memory report = goodReport(NORTH);
        report.time -= 100;
        vm.expectEmit(address(mandates));
        emit IMandateBook.ReportReceived(NORTH, report);
        deliver(NORTH, report);
        (Report memory last, uint64 arrival) = mandates.lastReport(NORTH);
        assertEq(abi.encode(last), abi.encode(report));
        assertEq(arrival, block.timestamp);
        assertFalse(mandates.isQuarantined(NORTH));
    }

    function test_P4_anOlderSequenceHasNoEffect() public {
        Report memory first = goodReport(NORTH);
        Report memory second = goodReport(NORTH);
        deliver(NORTH, second);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.StaleReport.selector, NORTH, 1, 2));
        deliver(NORTH, first);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.StaleReport.selector, NORTH, 2, 2));
        deliver(NORTH, second);
    }

    function test_P21_suspicionAndItsEnd() public {
        Report memory report = goodReport(NORTH);
        report.heartbeatDigest = keccak256("other");
        suspect(report, ReportIntake.UNKNOWN_HEARTBEAT);

        report = goodReport(NORTH);
        report.configVersion = 3;
        suspect(report, ReportIntake.UNKNOWN_CONFIG);

        report = goodReport(NORTH);
        report.time -= 1;
        suspect(report, ReportIntake.CLOCK_FELL);

        report = goodReport(NORTH);
        report.epoch = 0;
        suspect(report, ReportIntake.EPOCH_FELL);

        vm.expectEmit(address(mandates));
        emit IMandateBook.QuarantineSet(NORTH, false, 0);
        reportFrom(NORTH);
        assertFalse(mandates.isQuarantined(NORTH));
    }

    function test_aSpokeBeforeItsFirstHeartbeatIsConsistent() public {
        Report memory report = goodReport(SOUTH);
        report.heartbeatDigest = keccak256("nothing yet");
        deliver(SOUTH, report);
        assertFalse(mandates.isQuarantined(SOUTH));
    }

    function test_aProvenLedgerIsTheClaim() public {
        vm.warp(block.timestamp + 5);
        write(NORTH, ledger());
        reportFrom(NORTH);
        vm.expectEmit(address(mandates));
        emit IMandateBook.ClaimProven(book, NORTH, 1, ledger());
        prove(NORTH, ledger());
        IMandateBook.Claim memory got = mandates.claim(book, NORTH);
        assertEq(abi.encode(got.ledger), abi.encode(ledger()));
        assertEq(got.time, block.timestamp);
        assertEq(got.provenSequence, 1);
        (int256 quote, int256 base, uint256 transit,) = mandates.recognised(book, NORTH);
        assertEq(quote, 4_000e6);
        assertEq(base, 2e18);
        assertEq(transit, 0);
    }

    function test_proofsAreCheckedAndServeOnce() public {
        write(NORTH, ledger());
        reportFrom(NORTH);
        bytes32[] memory proof = ledgers[NORTH].proof(uint32(book));
        bytes memory bad = abi.encodeWithSelector(IMandateBook.BadLedgerProof.selector, book, NORTH);
        Ledger memory forged = ledger();
        forged.got = 1_000_000e6;
        vm.expectRevert(bad);
        mandates.prove(NORTH, forged, uint32(book), proof);
        vm.expectRevert(bad);
        mandates.prove(NORTH, ledger(), uint32(book) + 1, proof);
        mandates.prove(NORTH, ledger(), uint32(book), proof);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.StaleProof.selector, 1, 1));
        mandates.prove(NORTH, ledger(), uint32(book), proof);
    }

    function test_P4_onlyTheHighestReportProves() public {
        write(NORTH, ledger());
        reportFrom(NORTH);
        bytes32[] memory old = ledgers[NORTH].proof(uint32(book));
        Ledger memory next = ledger();
        next.bought = 3e18;
        next.paid = 9_000e6;
        write(NORTH, next);
        reportFrom(NORTH);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.BadLedgerProof.selector, book, NORTH));
        mandates.prove(NORTH, ledger(), uint32(book), old);
        prove(NORTH, next);
        assertEq(mandates.claim(book, NORTH).ledger.bought, 3e18);
    }

    function testFuzz_P4_theClaimIsThatOfTheHighestReportWhateverArrives(uint256 seed) public {
        Ledger memory l = ledger();
        Report[] memory reports = new Report[](5);
        Ledger[] memory versions = new Ledger[](5);
        for (uint256 i; i < 5; i++) {
            l.bought += 1e18;
            l.paid += 100e6;
            versions[i] = Ledger(l.book, l.received, l.sent, l.bought, l.sold, l.paid, l.got, 0, 0);
            write(NORTH, l);
            reports[i] = goodReport(NORTH);
        }
        uint64 highest;
        for (uint256 i; i < 12; i++) {
            Report memory report = reports[uint256(keccak256(abi.encode(seed, i))) % 5];
            if (report.sequence <= highest) {
                vm.expectPartialRevert(IMandateBook.StaleReport.selector);
                deliver(NORTH, report);
                continue;
            }
            deliver(NORTH, report);
            highest = report.sequence;
        }
        write(NORTH, versions[highest - 1]);
        prove(NORTH, versions[highest - 1]);
        assertEq(mandates.claim(book, NORTH).ledger.bought, versions[highest - 1].bought);
        assertEq(mandates.claim(book, NORTH).provenSequence, highest);
    }

    function test_P21_aFallenCounterQuarantinesAndLeavesTheClaim() public {
        claim(NORTH, full());
        for (uint256 i; i < 6; i++) {
            Ledger memory l = full();
            if (i == 0) l.received -= 1;
            else if (i == 1) l.sent -= 1;
            else if (i == 2) l.bought -= 1;
            else if (i == 3) l.sold -= 1;
            else if (i == 4) l.paid -= 1;
            else l.got -= 1;
            write(NORTH, l);
            reportFrom(NORTH);
            vm.expectEmit(address(mandates));
            emit IMandateBook.QuarantineSet(NORTH, true, ReportIntake.COUNTER_FELL);
            prove(NORTH, l);
            assertEq(mandates.claim(book, NORTH).provenSequence, 1);
        }
        claim(NORTH, full());
        assertFalse(mandates.isQuarantined(NORTH));
    }

    /// @notice Every counter above zero.
    function full() internal view returns (Ledger memory) {
        return Ledger(book, 10_000e6, 1_000e6, 2e18, 1e18, 6_000e6, 3_000e6, 0, 0);
    }

    function test_P15_moreReceivedThanSentIsNotBelieved() public {
        Ledger memory l = ledger();
        l.received = 10_000e6 + 1;
        write(NORTH, l);
        reportFrom(NORTH);
        vm.expectEmit(address(mandates));
        emit IMandateBook.QuarantineSet(NORTH, true, ReportIntake.UNFUNDED_RECEIPT);
        prove(NORTH, l);
        assertEq(mandates.claim(book, NORTH).time, 0);
    }

    function test_P21_lessThanNothingHeldIsNotBelieved() public {
        Ledger memory l = ledger();
        l.sold = l.bought + 1;
        claim(NORTH, l);
        assertTrue(mandates.isQuarantined(NORTH));
        reportFrom(NORTH);
        l = ledger();
        l.paid = 10_000e6 + 1;
        claim(NORTH, l);
        assertTrue(mandates.isQuarantined(NORTH));
    }

    function test_P21_trustEndsWithQuarantineAndComesBack() public {
        assertTrue(mandates.isTrusted(book));
        Report memory report = goodReport(NORTH);
        report.heartbeatDigest = 0;
        deliver(NORTH, report);
        assertFalse(mandates.isTrusted(book));
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.Quarantined.selector, book, NORTH));
        mandates.requireTrusted(book);
        reportFrom(NORTH);
        mandates.requireTrusted(book);
    }

    function test_P21_anOldReportStopsNewRisk() public {
        reportFrom(NORTH);
        skip(REPORT_AGE);
        assertTrue(mandates.isTrusted(book));
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMandateBook.ReportTooOld.selector, NORTH, uint256(REPORT_AGE) + 1, uint256(REPORT_AGE)
            )
        );
        mandates.requireTrusted(book);
        reportFrom(NORTH);
        assertTrue(mandates.isTrusted(book));
    }

    function test_aClockAheadMakesNoReportYounger() public {
        Report memory report = goodReport(NORTH);
        report.time += 10 days;
        deliver(NORTH, report);
        skip(REPORT_AGE + 1);
        assertFalse(mandates.isTrusted(book));
    }

    function test_quoteNeverConfirmedIsOldWhenItsSendIs() public {
        skip(REPORT_AGE + 1);
        assertFalse(mandates.isTrusted(book));
        uint64 empty = openFor(alice, 0);
        place(empty, SOUTH);
        assertTrue(mandates.isTrusted(empty));
    }

    function test_transitIsSeenBothWaysWithItsAge() public {
        uint64 start = uint64(block.timestamp);
        (,, uint256 transit, uint64 oldest) = mandates.recognised(book, NORTH);
        assertEq(transit, 10_000e6);
        assertEq(oldest, start);

        skip(1 hours);
        fund(book, NORTH, 5_000e6);
        Ledger memory l = ledger();
        claim(NORTH, l);
        (,, transit, oldest) = mandates.recognised(book, NORTH);
        assertEq(transit, 5_000e6);
        assertEq(oldest, start + 1 hours);

        skip(1 hours);
        vm.prank(alice);
        fundingDesk.recall(book, NORTH, 3_000e6);
        l.received = 15_000e6;
        l.sent = 3_000e6;
        skip(1 hours);
        claim(NORTH, l);
        (,, transit, oldest) = mandates.recognised(book, NORTH);
        assertEq(transit, 3_000e6);
        assertEq(oldest, start + 2 hours);
    }

    function testFuzz_P15_theBoundIsNetSentPlusTheGovernedGain(uint32 time, uint96 back) public {
        back = uint96(bound(back, 1, 10_000e6));
        time = uint32(bound(time, 0, 10 * 365 days));
        uint256 cap = 10_000e18;
        assertEq(mandates.recognisedCap(book, NORTH), cap);
        skip(time);
        cap += uint256(10_000e6) * (uint256(0.05e18) * time) / (1 days * 1e18) * 1e12;
        assertEq(mandates.recognisedCap(book, NORTH), cap);

        Ledger memory l = Ledger(book, 10_000e6, back, 0, 0, 0, 0, 0, 0);
        write(NORTH, l);
        reportFrom(NORTH);
        prove(NORTH, l);
        bridge.release(address(fundingDesk), back);
        vm.prank(address(bridge));
        fundingDesk.onArrival(NORTH, back);
        fundingDesk.collect(book, NORTH);
        assertEq(mandates.recognisedCap(book, NORTH), cap - uint256(back) * 1e12);
    }

    function test_P15_aSendEarnsNoGainFromBeforeItWasSent() public {
        skip(10 days);
        fund(book, NORTH, 10_000e6);
        assertEq(
            mandates.recognisedCap(book, NORTH), 25_000e18, "20,000 and ten days of 5 % on the first half"
        );
        skip(1 days);
        assertEq(mandates.recognisedCap(book, NORTH), 26_000e18);
    }

    function test_P15_nothingSentNothingRecognised() public view {
        assertEq(mandates.recognisedCap(book, SOUTH), 0);
    }
}
