// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {MarketConfig, SpokeConfig} from "gimbal/types/Config.sol";
import {Heartbeat, Kind, Report} from "gimbal/types/Message.sol";
import {MandateFixture} from "./support/MandateFixture.sol";
import {SentMessages} from "./support/SpokeDoubles.sol";

contract HeartbeatTest is MandateFixture {
    function test_carriesTheRootsOfNow() public {
        uint64 book = shortBookOn(NORTH);
        mandates.publish(book);
        fund(book, NORTH, 10e6);
        Heartbeat memory want = Heartbeat(
            1,
            uint64(block.timestamp) + LEASE,
            mandates.mandateRoot(NORTH),
            digest,
            fundingDesk.fundRoot(NORTH)
        );
        assertTrue(want.mandateRoot != 0 && want.fundRoot != 0);
        vm.expectEmit(address(mandates));
        emit IMandateBook.HeartbeatSent(NORTH, want);
        assertEq(mandates.heartbeat(NORTH), 1);
        SentMessages.Sent memory sent = transport.last();
        assertEq(sent.toChain, NORTH);
        assertEq(uint8(sent.kind), uint8(Kind.HEARTBEAT));
        assertEq(sent.epoch, 1);
        assertEq(sent.body, abi.encode(want));
    }

    function shortBookOn(uint64 spoke) internal returns (uint64 book) {
        book = openFor(alice, 100_000e6);
        place(book, spoke);
        sellCalls(book);
    }

    function testFuzz_P3_epochsRiseByOne(uint8 beats) public {
        for (uint64 i = 1; i <= beats; i++) {
            assertEq(mandates.heartbeat(NORTH), i);
            skip(LEASE / 4);
            reportFrom(NORTH);
        }
        assertEq(mandates.heartbeat(SOUTH), 1);
    }

    function test_withoutNewsNotBeforeAQuarterOfTheLease() public {
        mandates.heartbeat(NORTH);
        skip(LEASE / 4 - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMandateBook.HeartbeatTooSoon.selector, NORTH, LEASE / 4 - 1, uint256(LEASE / 4)
            )
        );
        mandates.heartbeat(NORTH);
        skip(1);
        assertEq(mandates.heartbeat(NORTH), 2);
    }

    function test_aNewRootMayGoAtOnce() public {
        mandates.heartbeat(NORTH);
        uint64 book = shortBookOn(NORTH);
        mandates.publish(book);
        assertEq(mandates.heartbeat(NORTH), 2);
        fund(book, NORTH, 10e6);
        assertEq(mandates.heartbeat(NORTH), 3);
        vm.mockCall(
            parameters, abi.encodeCall(IRiskParameters.digest, (NORTH)), abi.encode(keccak256("config 2"))
        );
        assertEq(mandates.heartbeat(NORTH), 4);
    }

    function test_unknownSpoke() public {
        bytes memory unknown = abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, uint64(999));
        vm.expectRevert(unknown);
        mandates.heartbeat(999);
        vm.expectRevert(unknown);
        mandates.sendConfig(999);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.NothingSent.selector, uint64(999)));
        mandates.resendHeartbeat(999);
    }

    function test_P3_resendRepeatsTheLastOneByAnyone() public {
        mandates.heartbeat(NORTH);
        bytes memory body = transport.last().body;
        skip(1 days);
        vm.prank(makeAddr("anyone"));
        mandates.resendHeartbeat(NORTH);
        assertEq(transport.last().body, body);
        assertEq(transport.last().epoch, 1);
        assertEq(mandates.lastHeartbeat(NORTH).epoch, 1);
    }

    function test_P3_epochsDoNotOutrunTheJumpASpokeAccepts() public {
        for (uint256 i; i < JUMP; i++) {
            news();
            mandates.heartbeat(NORTH);
        }
        news();
        vm.expectRevert(
            abi.encodeWithSelector(IMandateBook.EpochAhead.selector, NORTH, uint256(JUMP) + 1, uint256(JUMP))
        );
        mandates.heartbeat(NORTH);
        reportFrom(NORTH);
        assertEq(mandates.heartbeat(NORTH), JUMP + 1);
    }

    function news() private {
        digest = keccak256(abi.encode(digest));
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.digest, (NORTH)), abi.encode(digest));
    }

    function test_P3_aDigestMismatchIsRepairedByAnyoneAtOnce() public {
        mandates.heartbeat(NORTH);
        Report memory report = goodReport(NORTH);
        report.heartbeatDigest = keccak256("another history");
        deliver(NORTH, report);
        assertTrue(mandates.isQuarantined(NORTH));

        vm.prank(makeAddr("anyone"));
        assertEq(mandates.heartbeat(NORTH), 2);
        reportFrom(NORTH);
        assertFalse(mandates.isQuarantined(NORTH));
        vm.expectPartialRevert(IMandateBook.HeartbeatTooSoon.selector);
        mandates.heartbeat(NORTH);
    }

    function test_P3_aSpokeAheadOfAReorgedHubIsOvertakenWithinTheJump() public {
        mandates.heartbeat(NORTH);
        Report memory report = goodReport(NORTH);
        report.epoch = 5;
        report.heartbeatDigest = keccak256("lost in a reorg");
        deliver(NORTH, report);
        assertEq(mandates.heartbeat(NORTH), 6);
    }

    function test_P3_anEpochBeyondTheJumpIsNotBelieved() public {
        mandates.heartbeat(NORTH);
        Report memory report = goodReport(NORTH);
        report.epoch = type(uint64).max;
        deliver(NORTH, report);
        assertEq(mandates.heartbeat(NORTH), 2);
    }

    function test_aSilentSpokeGetsNoNewLease() public {
        mandates.heartbeat(NORTH);
        skip(REPORT_AGE);
        mandates.heartbeat(NORTH);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMandateBook.SpokeSilent.selector, NORTH, uint256(REPORT_AGE) + 1, uint256(REPORT_AGE)
            )
        );
        mandates.heartbeat(NORTH);
        reportFrom(NORTH);
        skip(LEASE / 4);
        assertEq(mandates.heartbeat(NORTH), 3);
    }

    function test_configCarriesTheSnapshot() public {
        SpokeConfig memory config;
        config.chain = NORTH;
        config.version = 7;
        config.terms = spokeTerms();
        config.markets = new MarketConfig[](2);
        config.markets[1].market = MARKET;
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.snapshot, (NORTH)), abi.encode(config));
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.version, (NORTH)), abi.encode(uint64(7)));
        vm.expectEmit(address(mandates));
        emit IMandateBook.ConfigSent(NORTH, 7, keccak256(abi.encode(config)));
        mandates.sendConfig(NORTH);
        SentMessages.Sent memory sent = transport.last();
        assertEq(uint8(sent.kind), uint8(Kind.CONFIG));
        assertEq(sent.epoch, 7);
        assertEq(sent.body, abi.encode(config));
    }

    function test_unspentValueComesBack() public {
        transport.setFee(1 ether);
        address payer = makeAddr("payer");
        vm.deal(payer, 3 ether);
        vm.prank(payer);
        mandates.heartbeat{value: 3 ether}(NORTH);
        assertEq(payer.balance, 2 ether);
        assertEq(address(mandates).balance, 0);
    }

    function test_onlyTheTransportReports() public {
        Report memory report = goodReport(NORTH);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this))
        );
        mandates.onControl(NORTH, Kind.REPORT, 1, abi.encode(report));
        vm.startPrank(address(transport));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnsupportedKind.selector, Kind.HEARTBEAT));
        mandates.onControl(NORTH, Kind.HEARTBEAT, 1, abi.encode(report));
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.SequenceMismatch.selector, uint64(2), uint64(1)));
        mandates.onControl(NORTH, Kind.REPORT, 2, abi.encode(report));
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, uint64(999)));
        mandates.onControl(999, Kind.REPORT, 1, abi.encode(report));
    }

    function test_P12_storageStandsAtItsErc7201Slot() public view {
        bytes32 slot = SlotDerivation.erc7201Slot("gimbal.storage.MandateBook");
        assertEq(address(uint160(uint256(vm.load(address(mandates), slot)))), address(allocations));
    }
}
