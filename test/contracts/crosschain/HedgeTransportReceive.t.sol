// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RecordingHandler} from "./RecordingHandler.sol";
import {TwoChains} from "./TwoChains.sol";

contract HedgeTransportReceiveTest is TwoChains {
    bytes private constant BODY = "seventh";
    bytes private constant OTHER = "another";

    function test_P10_oneFamilyConfirmsNothing() public {
        attest(0, Kind.HEARTBEAT, 7, BODY);
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), 0);
        assertEq(spoke.handler.calls(), 0);
        (uint256 count, uint256 families) = spoke.transport.votes(HUB, Kind.HEARTBEAT, 7, keccak256(BODY));
        assertEq(count, 1);
        assertEq(families, 1);
    }

    function test_P10_oneFamilyVotesOnceHoweverOften() public {
        for (uint256 i; i < 4; i++) {
            attest(0, Kind.HEARTBEAT, 7, BODY);
        }
        assertEq(spoke.handler.calls(), 0);
    }

    function test_P10_silenceOfAnyFamilyChangesNothing() public {
        for (uint8 silent; silent < FAMILIES; silent++) {
            uint64 epoch = silent + 1;
            for (uint8 f; f < FAMILIES; f++) {
                if (f != silent) attest(f, Kind.HEARTBEAT, epoch, BODY);
            }
            assertEq(spoke.handler.epoch(), epoch);
        }
        assertEq(spoke.handler.calls(), FAMILIES);
    }

    function test_theHandlerGetsWhatWasSent() public {
        attest(0, Kind.CONFIG, 3, BODY);
        attest(2, Kind.CONFIG, 3, BODY);
        assertEq(spoke.handler.fromChain(), HUB);
        assertEq(uint8(spoke.handler.kind()), uint8(Kind.CONFIG));
        assertEq(spoke.handler.epoch(), 3);
        assertEq(spoke.handler.body(), BODY);
        (bytes32 digest, bool executed) = spoke.transport.confirmed(HUB, Kind.CONFIG, 3);
        assertEq(digest, keccak256(BODY));
        assertTrue(executed);
    }

    function test_P10_conflictingDigestsDoNotAddUp() public {
        attest(0, Kind.HEARTBEAT, 7, BODY);
        attest(1, Kind.HEARTBEAT, 7, OTHER);
        assertEq(spoke.handler.calls(), 0);
        attest(2, Kind.HEARTBEAT, 7, BODY);
        assertEq(spoke.handler.body(), BODY);
    }

    function test_P3_aThirdVoteAndAnOldEpochHaveNoEffect() public {
        attest(0, Kind.HEARTBEAT, 7, BODY);
        attest(1, Kind.HEARTBEAT, 7, BODY);
        attest(2, Kind.HEARTBEAT, 7, BODY);
        for (uint8 f; f < FAMILIES; f++) {
            attest(f, Kind.HEARTBEAT, 6, OTHER);
        }
        assertEq(spoke.handler.calls(), 1);
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), 7);
    }

    function test_P3_anExhaustedEpochCannotBeReached() public {
        bytes memory payload = abi.encode(SPOKE, Kind.HEARTBEAT, type(uint64).max, BODY);
        for (uint8 f; f < FAMILIES; f++) {
            ILocalGateway.Packet memory p = packet(f, payload);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IHedgeTransport.EpochJump.selector, HUB, Kind.HEARTBEAT, type(uint64).max, JUMP
                )
            );
            this.deliverExternally(f, p);
        }
    }

    function deliverExternally(uint8 family, ILocalGateway.Packet memory p) external {
        deliver(family, p);
    }

    function test_P3_jumpsAreBoundedToTheLastEpochAllowed() public {
        attest(0, Kind.HEARTBEAT, JUMP, BODY);
        attest(1, Kind.HEARTBEAT, JUMP, BODY);
        assertEq(spoke.handler.epoch(), JUMP);
        ILocalGateway.Packet memory p = packet(0, abi.encode(SPOKE, Kind.HEARTBEAT, 2 * JUMP + 1, BODY));
        vm.expectRevert(
            abi.encodeWithSelector(
                IHedgeTransport.EpochJump.selector, HUB, Kind.HEARTBEAT, 2 * JUMP + 1, 2 * JUMP
            )
        );
        this.deliverExternally(0, p);
        // Once the epochs between have arrived, the same packet is welcome.
        attest(1, Kind.HEARTBEAT, JUMP + 1, BODY);
        attest(2, Kind.HEARTBEAT, JUMP + 1, BODY);
        deliver(0, p);
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), JUMP + 1);
    }

    function test_P3_aDigestMismatchIsRepairedByTheNextEpoch() public {
        // The hub reorganised after epoch 7 was confirmed here; its own epoch 7 is now another.
        attest(0, Kind.HEARTBEAT, 7, BODY);
        attest(1, Kind.HEARTBEAT, 7, BODY);
        attest(0, Kind.HEARTBEAT, 7, OTHER);
        attest(1, Kind.HEARTBEAT, 7, OTHER);
        assertEq(spoke.handler.body(), BODY);
        attest(0, Kind.HEARTBEAT, 8, OTHER);
        attest(1, Kind.HEARTBEAT, 8, OTHER);
        assertEq(spoke.handler.body(), OTHER);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_P4_anyOrderEndsAtTheHighestConfirmedEpoch(uint256 seed) public {
        uint64 highest;
        uint8[12] memory votesOf;
        for (uint256 i; i < 30; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint64 epoch = uint64(draw % 12) + 1;
            uint8 family = uint8((draw >> 64) % FAMILIES);
            bool counts = epoch > highest;
            attest(family, Kind.HEARTBEAT, epoch, abi.encode(epoch));
            if (!counts) continue;
            votesOf[epoch - 1] |= uint8(1 << family);
            uint8 v = votesOf[epoch - 1];
            if (v & (v - 1) != 0) highest = epoch;
        }
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), highest);
        if (highest != 0) assertEq(spoke.handler.body(), abi.encode(highest));
    }

    function test_aFamilyOutOfServiceNeitherVotesNorCounts() public {
        // n >= k + 1 has to hold without it, so a fourth family comes first.
        attest(0, Kind.HEARTBEAT, 7, BODY);
        spoke.transport.setGateway(address(hub.gateways[0]), 9, true);
        spoke.transport.setGateway(address(spoke.gateways[0]), 0, false);
        (uint256 count,) = spoke.transport.votes(HUB, Kind.HEARTBEAT, 7, keccak256(BODY));
        assertEq(count, 0);
        attest(1, Kind.HEARTBEAT, 7, BODY);
        assertEq(spoke.handler.calls(), 0);
        ILocalGateway.Packet memory p = packet(0, abi.encode(SPOKE, Kind.HEARTBEAT, uint64(7), BODY));
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeTransport.UnknownGateway.selector, address(spoke.gateways[0]))
        );
        this.deliverExternally(0, p);
    }

    function test_aWrongPeerIsRefused() public {
        bytes memory payload = abi.encode(SPOKE, Kind.HEARTBEAT, uint64(1), BODY);
        ILocalGateway.Packet memory p = packet(0, payload);
        p.sender = InteroperableAddress.formatEvmV1(HUB, address(this));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.WrongPeer.selector, HUB, p.sender));
        this.deliverExternally(0, p);

        p.sender = abi.encodePacked(InteroperableAddress.formatEvmV1(HUB, address(hub.transport)), hex"00");
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.WrongPeer.selector, HUB, p.sender));
        this.deliverExternally(0, p);

        p.sender = InteroperableAddress.formatEvmV1(4242, address(hub.transport));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnknownPeer.selector, uint64(4242)));
        this.deliverExternally(0, p);
    }

    function test_onlyAGatewayDelivers() public {
        bytes memory sender = InteroperableAddress.formatEvmV1(HUB, address(hub.transport));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnknownGateway.selector, address(this)));
        spoke.transport.receiveMessage(0, sender, abi.encode(SPOKE, Kind.HEARTBEAT, uint64(1), BODY));
    }

    function test_aMessageForAnotherSpokeIsRefused() public {
        ILocalGateway.Packet memory p = packet(0, abi.encode(uint64(9), Kind.HEARTBEAT, uint64(1), BODY));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.WrongDestination.selector, uint64(9), SPOKE));
        this.deliverExternally(0, p);
    }

    function test_aKindNobodyHandlesIsRefused() public {
        spoke.transport.setHandler(Kind.REPORT, address(0));
        ILocalGateway.Packet memory p = packet(0, abi.encode(SPOKE, Kind.REPORT, uint64(1), BODY));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnsupportedKind.selector, Kind.REPORT));
        this.deliverExternally(0, p);
    }

    function test_P4_aFailedDeliveryStaysConfirmedAndAnyoneRetries() public {
        spoke.handler.setMood(RecordingHandler.Mood.REFUSE);
        attest(0, Kind.HEARTBEAT, 7, BODY);
        vm.expectEmit();
        emit IHedgeTransport.DeliveryFailed(
            HUB, Kind.HEARTBEAT, 7, abi.encodeWithSelector(RecordingHandler.Refused.selector, uint64(7))
        );
        attest(1, Kind.HEARTBEAT, 7, BODY);
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), 7);

        bytes memory reason = abi.encodeWithSelector(RecordingHandler.Refused.selector, uint64(7));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.HandlerReverted.selector, reason));
        spoke.transport.retry(HUB, Kind.HEARTBEAT, 7, BODY);

        spoke.handler.setMood(RecordingHandler.Mood.ACCEPT);
        vm.prank(address(0xBEEF));
        spoke.transport.retry(HUB, Kind.HEARTBEAT, 7, BODY);
        assertEq(spoke.handler.body(), BODY);

        bytes32 id = keccak256(abi.encode(HUB, Kind.HEARTBEAT, uint64(7), keccak256(BODY)));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.AlreadyExecuted.selector, id));
        spoke.transport.retry(HUB, Kind.HEARTBEAT, 7, BODY);
    }

    function test_P3_retryServesOnlyTheEpochInForce() public {
        spoke.handler.setMood(RecordingHandler.Mood.REFUSE);
        for (uint8 f; f < 2; f++) {
            attest(f, Kind.HEARTBEAT, 7, BODY);
        }
        spoke.handler.setMood(RecordingHandler.Mood.ACCEPT);
        for (uint8 f; f < 2; f++) {
            attest(f, Kind.HEARTBEAT, 8, OTHER);
        }
        vm.expectRevert(
            abi.encodeWithSelector(
                IHedgeTransport.StaleEpoch.selector, HUB, Kind.HEARTBEAT, uint64(7), uint64(8)
            )
        );
        spoke.transport.retry(HUB, Kind.HEARTBEAT, 7, BODY);
    }

    function test_P10_retryNeedsAConfirmation() public {
        attest(0, Kind.HEARTBEAT, 7, BODY);
        bytes32 id = keccak256(abi.encode(HUB, Kind.HEARTBEAT, uint64(7), keccak256(BODY)));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.NotConfirmed.selector, id, 1, 2));
        spoke.transport.retry(HUB, Kind.HEARTBEAT, 7, BODY);
    }

    function test_aStarvedDeliveryRevertsWholeAndCanBeRepeated() public {
        attest(0, Kind.HEARTBEAT, 7, BODY);
        spoke.handler.setMood(RecordingHandler.Mood.BURN);
        ILocalGateway.Packet memory p = packet(1, abi.encode(SPOKE, Kind.HEARTBEAT, uint64(7), BODY));
        vm.expectPartialRevert(IHedgeTransport.InsufficientGas.selector);
        this.deliverExternally{gas: 2_000_000}(1, p);
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT), 0);
        spoke.handler.setMood(RecordingHandler.Mood.ACCEPT);
        deliver(1, p);
        assertEq(spoke.handler.body(), BODY);
    }

    function test_P7_oneFamilyMayPause() public {
        bytes memory body = abi.encode(uint32(300));
        attest(2, Kind.PAUSE, 5, body);
        assertEq(uint8(spoke.handler.kind()), uint8(Kind.PAUSE));
        assertEq(spoke.handler.body(), body);
    }

    function test_P7_aRefusedPauseIsHarmless() public {
        spoke.handler.setMood(RecordingHandler.Mood.REFUSE);
        attest(2, Kind.PAUSE, 5, abi.encode(uint32(300)));
        assertEq(spoke.handler.calls(), 0);
    }
}
