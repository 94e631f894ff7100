// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {LocalGateway} from "gimbal/crosschain/gateways/LocalGateway.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {Kind} from "gimbal/types/Message.sol";
import {Attesters} from "../base/Attesters.sol";
import {TwoChains} from "./TwoChains.sol";

contract LocalGatewayTest is TwoChains {
    LocalGateway private gateway;
    ILocalGateway.Packet private p;

    function setUp() public override {
        super.setUp();
        gateway = spoke.gateways[0];
        p = packet(0, abi.encode(SPOKE, Kind.HEARTBEAT, uint64(1), bytes("body")));
    }

    function _sign(uint8 family, uint256 count) private view returns (bytes[] memory) {
        return Attesters.sign(family, gateway, p, count);
    }

    function test_theSendIdIsReproducible() public {
        bytes memory recipient = InteroperableAddress.formatEvmV1(HUB, address(0xCAFE));
        bytes32 id = gateway.sendMessage(recipient, "payload", new bytes[](0));
        assertEq(
            id,
            keccak256(
                abi.encode(
                    SPOKE,
                    address(gateway),
                    uint64(1),
                    InteroperableAddress.formatEvmV1(SPOKE, address(this)),
                    recipient,
                    bytes("payload")
                )
            )
        );
    }

    function test_aPacketIsDeliveredOnce() public {
        bytes[] memory signatures = _sign(0, 2);
        gateway.deliver(p, signatures);
        assertTrue(gateway.delivered(gateway.sendId(p)));
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.AlreadyDelivered.selector, gateway.sendId(p)));
        gateway.deliver(p, signatures);
    }

    function test_fewerThanTheThresholdIsRefused() public {
        bytes[] memory signatures = _sign(0, 1);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.BelowThreshold.selector, 1, 2));
        gateway.deliver(p, signatures);
    }

    function test_theSameAttesterTwiceIsRefused() public {
        bytes[] memory signatures = _sign(0, 2);
        signatures[1] = signatures[0];
        vm.expectRevert(
            abi.encodeWithSelector(ILocalGateway.BadSignature.selector, 1, vm.addr(Attesters.keys(0)[0]))
        );
        gateway.deliver(p, signatures);
    }

    function test_anotherFamilysSignatureIsRefused() public {
        bytes[] memory signatures = _sign(1, 2);
        vm.expectRevert(
            abi.encodeWithSelector(ILocalGateway.BadSignature.selector, 0, vm.addr(Attesters.keys(1)[0]))
        );
        gateway.deliver(p, signatures);
    }

    function test_aMangledSignatureIsRefused() public {
        bytes[] memory signatures = _sign(0, 2);
        signatures[0] = hex"00";
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.BadSignature.selector, 0, address(0)));
        gateway.deliver(p, signatures);
    }

    /// forge-config: default.fuzz.runs = 32
    function testFuzz_aSignedPacketCannotBeChanged(uint8 field, uint64 by) public {
        bytes[] memory signatures = _sign(0, 2);
        by = uint64(bound(by, 1, type(uint64).max - p.nonce));
        if (field % 3 == 0) p.nonce += by;
        else if (field % 3 == 1) p.payload = abi.encode(SPOKE, Kind.HEARTBEAT, uint64(1), abi.encode(by));
        else p.sender = InteroperableAddress.formatEvmV1(HUB, address(uint160(by)));
        vm.expectPartialRevert(ILocalGateway.BadSignature.selector);
        gateway.deliver(p, signatures);
    }

    function test_anAttestationForAnotherGatewayIsRefused() public {
        // Same family, same source: only the destination gateway differs.
        bytes[] memory signatures = _sign(0, 2);
        LocalGateway twin = Attesters.newGateway(address(manager), SPOKE, 0);
        twin.setRemote(HUB, address(hub.gateways[0]));
        vm.expectPartialRevert(ILocalGateway.BadSignature.selector);
        twin.deliver(p, signatures);
    }

    function test_anUnknownRemoteIsRefused() public {
        p.sourceGateway = address(0xBAD);
        bytes[] memory signatures = _sign(0, 2);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.UnknownRemote.selector, HUB, address(0xBAD)));
        gateway.deliver(p, signatures);
        p.sourceChain = 99;
        p.sourceGateway = address(0);
        signatures = _sign(0, 2);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.UnknownRemote.selector, uint64(99), address(0)));
        gateway.deliver(p, signatures);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.UnknownRemote.selector, uint64(99), address(0)));
        gateway.sendMessage(InteroperableAddress.formatEvmV1(99, address(1)), "", new bytes[](0));
    }

    function test_aPacketForAnotherChainIsRefused() public {
        p.recipient = InteroperableAddress.formatEvmV1(HUB, address(spoke.transport));
        bytes[] memory signatures = _sign(0, 2);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.WrongDestination.selector, HUB));
        gateway.deliver(p, signatures);
    }

    function test_aRefusedPacketStaysDeliverable() public {
        p.payload = abi.encode(SPOKE, Kind.HEARTBEAT, JUMP + 1, bytes("body"));
        bytes[] memory signatures = _sign(0, 2);
        vm.expectRevert();
        gateway.deliver(p, signatures);
        assertFalse(gateway.delivered(gateway.sendId(p)));
        spoke.transport.setMaxEpochJump(HUB, JUMP + 1);
        gateway.deliver(p, signatures);
    }

    function test_aWrongAnswerOfTheRecipientIsRefused() public {
        p.recipient = InteroperableAddress.formatEvmV1(SPOKE, address(new Mute()));
        bytes[] memory signatures = _sign(0, 2);
        (, address mute) = InteroperableAddress.parseEvmV1(p.recipient);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.RefusedByRecipient.selector, mute));
        gateway.deliver(p, signatures);
    }

    function test_neitherValueNorAttributesAreTaken() public {
        bytes memory recipient = InteroperableAddress.formatEvmV1(HUB, address(1));
        vm.deal(address(this), 1);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.ValueNotTaken.selector, 1));
        gateway.sendMessage{value: 1}(recipient, "", new bytes[](0));
        vm.expectRevert(
            abi.encodeWithSelector(IERC7786GatewaySource.UnsupportedAttribute.selector, bytes4(0))
        );
        gateway.sendMessage(recipient, "", new bytes[](1));
    }

    function test_attestersAreReplacedWhole() public {
        bytes[] memory signatures = _sign(0, 2);
        gateway.setAttesters(Attesters.addresses(5), 2);
        vm.expectPartialRevert(ILocalGateway.BadSignature.selector);
        gateway.deliver(p, signatures);
        gateway.deliver(p, _sign(5, 2));
    }

    function test_attestersMustRiseAndReachTheThreshold() public {
        address[] memory list = Attesters.addresses(0);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.BadThreshold.selector, 4, 3));
        gateway.setAttesters(list, 4);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.BadThreshold.selector, 0, 3));
        gateway.setAttesters(list, 0);
        (list[0], list[1]) = (list[1], list[0]);
        vm.expectRevert(abi.encodeWithSelector(ILocalGateway.AttestersNotRising.selector, list[0], list[1]));
        gateway.setAttesters(list, 2);
    }

    function test_aStrangerConfiguresNothing() public {
        vm.startPrank(address(0xBAD));
        bytes memory refusal =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xBAD));
        vm.expectRevert(refusal);
        gateway.setRemote(HUB, address(0xBAD));
        vm.expectRevert(refusal);
        gateway.setAttesters(new address[](0), 0);
        vm.stopPrank();
    }
}

contract Mute {
    function receiveMessage(bytes32, bytes calldata, bytes calldata) external payable returns (bytes4) {
        return 0;
    }
}
