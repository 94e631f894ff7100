// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RecordingHandler} from "./RecordingHandler.sol";
import {TwoChains} from "./TwoChains.sol";

/// @notice A gateway that answers as its owner likes: takes the message, refuses it, burns its gas or keeps the value.
contract MoodyGateway is IERC7786GatewaySource {
    enum Mood {
        TAKE,
        REFUSE,
        BURN
    }

    Mood public mood;
    uint256 public taken;

    function setMood(Mood mood_) external {
        mood = mood_;
    }

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata)
        external
        payable
        returns (bytes32)
    {
        if (mood == Mood.REFUSE) revert("closed");
        if (mood == Mood.BURN) {
            while (true) taken++;
        }
        taken++;
        return bytes32(taken);
    }
}

contract HedgeTransportSendTest is TwoChains {
    bytes private constant BODY = "body";

    receive() external payable {}

    function test_aMessageLeavesThroughEveryActiveGateway() public {
        for (uint8 f; f < FAMILIES; f++) {
            ILocalGateway.Packet memory p = ILocalGateway.Packet({
                sourceChain: HUB,
                sourceGateway: address(hub.gateways[f]),
                nonce: 1,
                sender: InteroperableAddress.formatEvmV1(HUB, address(hub.transport)),
                recipient: InteroperableAddress.formatEvmV1(SPOKE, address(spoke.transport)),
                payload: abi.encode(SPOKE, Kind.HEARTBEAT, uint64(1), BODY)
            });
            vm.expectEmit(address(hub.gateways[f]));
            emit ILocalGateway.Queued(hub.gateways[f].sendId(p), 1, SPOKE);
        }
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 1, BODY);
    }

    function test_P10_aGatewayThatRevertsOrBurnsGasStopsNothing() public {
        MoodyGateway moody = _addMoody();
        moody.setMood(MoodyGateway.Mood.REFUSE);
        vm.expectEmit();
        emit IHedgeTransport.GatewayFailed(
            address(moody), SPOKE, Kind.HEARTBEAT, 1, abi.encodeWithSignature("Error(string)", "closed")
        );
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 1, BODY);

        moody.setMood(MoodyGateway.Mood.BURN);
        uint256 before = gasleft();
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 2, BODY);
        assertLt(before - gasleft(), 1_000_000);
        for (uint8 f; f < FAMILIES; f++) {
            assertEq(hub.gateways[f].nonce(), 2);
        }
    }

    function test_aSenderCannotStarveAGateway() public {
        vm.expectPartialRevert(IHedgeTransport.InsufficientGas.selector);
        hub.transport.send{gas: 400_000}(SPOKE, Kind.HEARTBEAT, 1, BODY);
    }

    function test_valueIsSplitAndTheRestReturned() public {
        MoodyGateway moody = _addMoody();
        vm.deal(address(this), 10 ether);
        // The local gateways refuse value, so one share of four is taken.
        hub.transport.send{value: 4 ether}(SPOKE, Kind.HEARTBEAT, 1, BODY);
        assertEq(address(moody).balance, 1 ether);
        assertEq(address(this).balance, 9 ether);
        assertEq(address(hub.transport).balance, 0);
    }

    function test_aMessageNoGatewayTakesIsNotSent() public {
        vm.deal(address(this), 3 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeTransport.NothingSent.selector, SPOKE, Kind.HEARTBEAT, 1)
        );
        hub.transport.send{value: 3 ether}(SPOKE, Kind.HEARTBEAT, 1, BODY);
    }

    function test_theOwnChainIsServedDirectly() public {
        hub.transport.send(HUB, Kind.HEARTBEAT, 1, BODY);
        assertEq(hub.handler.fromChain(), HUB);
        assertEq(hub.handler.body(), BODY);
        hub.transport.send(HUB, Kind.HEARTBEAT, 1, "again");
        assertEq(hub.handler.calls(), 1);
        hub.transport.sendPause(HUB, 60);
        assertEq(uint8(hub.handler.kind()), uint8(Kind.PAUSE));
    }

    function test_P3_theOwnChainKeepsTheEpochRuleAndRetry() public {
        hub.handler.setMood(RecordingHandler.Mood.REFUSE);
        hub.transport.send(HUB, Kind.REPORT, 4, BODY);
        hub.handler.setMood(RecordingHandler.Mood.ACCEPT);
        hub.transport.retry(HUB, Kind.REPORT, 4, BODY);
        assertEq(hub.handler.epoch(), 4);
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeTransport.EpochJump.selector, HUB, Kind.REPORT, JUMP + 5, JUMP + 4)
        );
        hub.transport.send(HUB, Kind.REPORT, JUMP + 5, BODY);
    }

    function test_relayAndPauseAreNotSentAsState() public {
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnsupportedKind.selector, Kind.RELAY));
        hub.transport.send(SPOKE, Kind.RELAY, 1, BODY);
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnsupportedKind.selector, Kind.PAUSE));
        hub.transport.send(SPOKE, Kind.PAUSE, 1, BODY);
    }

    function test_anUnknownChainIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnknownPeer.selector, uint64(5)));
        hub.transport.send(5, Kind.HEARTBEAT, 1, BODY);
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnknownPeer.selector, uint64(5)));
        hub.transport.sendMessage(InteroperableAddress.formatEvmV1(5, address(1)), BODY, new bytes[](0));
    }

    function test_aStrangerSendsNothing() public {
        vm.startPrank(address(0xBAD));
        bytes memory refusal =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xBAD));
        vm.expectRevert(refusal);
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 1, BODY);
        vm.expectRevert(refusal);
        hub.transport.sendPause(SPOKE, 60);
        vm.expectRevert(refusal);
        hub.transport.sendMessage("", BODY, new bytes[](0));
        vm.expectRevert(refusal);
        hub.transport.setPeer(SPOKE, address(0xBAD));
        vm.expectRevert(refusal);
        hub.transport.setHandler(Kind.REPORT, address(0xBAD));
        vm.expectRevert(refusal);
        hub.transport.setGateway(address(hub.gateways[0]), 0, false);
        vm.expectRevert(refusal);
        hub.transport.setQuorum(2);
        vm.expectRevert(refusal);
        hub.transport.setMaxEpochJump(SPOKE, 1);
        vm.stopPrank();
    }

    function test_onlyTheBodyThatLeftIsResent() public {
        hub.transport.sendMessage(InteroperableAddress.formatEvmV1(SPOKE, address(1)), BODY, new bytes[](0));
        bytes memory body = abi.encode(address(this), address(1), BODY);
        vm.prank(address(0xBEEF));
        hub.transport.resend(SPOKE, 1, body);
        assertEq(hub.gateways[0].nonce(), 2);
        assertEq(hub.transport.nextNonce(SPOKE), 2);
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeTransport.UnknownMessage.selector, SPOKE, 1, keccak256("forged"))
        );
        hub.transport.resend(SPOKE, 1, "forged");
    }

    function test_attributesAreRefused() public {
        bytes[] memory attributes = new bytes[](1);
        attributes[0] = hex"12345678";
        vm.expectRevert(
            abi.encodeWithSelector(IERC7786GatewaySource.UnsupportedAttribute.selector, bytes4(0x12345678))
        );
        hub.transport.sendMessage("", BODY, attributes);
    }

    function test_P10_quorumAlwaysSurvivesOneSilentFamily() public {
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.BadQuorum.selector, 3, 3));
        hub.transport.setQuorum(3);
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.BadQuorum.selector, 1, 3));
        hub.transport.setQuorum(1);
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.BadQuorum.selector, 2, 2));
        hub.transport.setGateway(address(hub.gateways[0]), 0, false);
        // A second gateway of a family is no second family.
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.BadQuorum.selector, 2, 2));
        hub.transport.setGateway(address(hub.gateways[0]), 1, true);
    }

    function test_theOwnChainIsNoPeer() public {
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnknownPeer.selector, HUB));
        hub.transport.setPeer(HUB, address(1));
    }

    function test_aJumpOfZeroWouldEndAllAndIsRefused() public {
        vm.expectRevert(IHedgeTransport.ZeroJump.selector);
        hub.transport.setMaxEpochJump(SPOKE, 0);
    }

    function _addMoody() private returns (MoodyGateway moody) {
        moody = new MoodyGateway();
        hub.transport.setGateway(address(moody), 3, true);
    }
}
