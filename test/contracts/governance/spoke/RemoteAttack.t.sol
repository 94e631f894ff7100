// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RemoteBatch} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice Takes every message and pays a wei to whoever reckons what it has spent by its balance.
contract GenerousGateway is IERC7786GatewaySource {
    address private immutable _to;

    constructor(address to) payable {
        _to = to;
    }

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata)
        external
        payable
        returns (bytes32)
    {
        (bool ok,) = _to.call{value: 1}("");
        require(ok);
        return 0;
    }
}

contract RemoteAttackTest is RemoteFixture {
    function test_P10_aGatewayThatPaysInUndoesNoVote() public {
        GenerousGateway gateway = new GenerousGateway{value: 1 ether}(address(outbox));
        hub.transport.setGateway(address(gateway), 5, true);
        RemoteBatch memory batch = send(setTarget(stranger));
        assertEq(address(gateway).balance, 1 ether - 1);
        outbox.resend(SPOKE);
        assertEq(address(gateway).balance, 1 ether - 2);
        assertEq(address(outbox).balance, 0);
        carry(2);
        schedule(batch);
    }

    /// @notice Epochs that no gateway carried are gone for the spoke, and it bounds their jump.
    function test_P3_aStrangerUsesUpNoEpochThatNobodyCarries() public {
        send(setTarget(stranger));
        for (uint8 f; f < FAMILIES; f++) {
            vm.mockCallRevert(
                address(hub.gateways[f]),
                abi.encodeWithSelector(IERC7786GatewaySource.sendMessage.selector),
                "unpaid"
            );
        }
        vm.warp(block.timestamp + 1 days);
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeTransport.NothingSent.selector, SPOKE, Kind.REMOTE, uint64(2))
        );
        outbox.renew(SPOKE);
        assertEq(outbox.outgoing(SPOKE).epoch, 1);
    }
}
