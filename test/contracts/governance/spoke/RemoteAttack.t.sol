// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
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
}
